"""Every channel against its service's contract, told to the lab's sinks.

# proves G1.10
"""

import json
from collections.abc import Iterator
from pathlib import Path

import graphql
import pytest

from connectors.notify.channels import linear
from console.domain.notification import Act
from console.ports.notifier import Notifier
from tests.fakes.contract import Contract
from tests.fakes.contract_transport import contract_of, watch_all
from tests.fakes.notice_channels import NoticeChannels, a_message, notice_channels

HTTP = ("slack", "discord", "webhook", "pagerduty", "jira", "linear")


@pytest.fixture
def channels(tmp_path: Path) -> Iterator[NoticeChannels]:
    with notice_channels(tmp_path) as found:
        yield found


def send(channels: NoticeChannels, kind: str, *messages: object) -> list[object]:
    notifier = channels.connect(kind).offers(Notifier)
    assert notifier is not None
    return [channels.runtime.run(notifier.send(one), 20) for one in messages]  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [*HTTP, "email"])
def test_a_message_arrives_with_title_text_and_facts(channels: NoticeChannels, kind: str) -> None:
    send(channels, kind, a_message())
    [(title, text, _note)] = channels.arrived(kind)
    assert "CRITICAL" in title
    assert "Errors in tokyo" in title
    assert "12 % of the requests fail." in text
    if kind not in {"webhook", "pagerduty"}:  # those carry facts as data of their own
        assert "tokyo" in text
        assert "cell" in text.lower()


@pytest.mark.parametrize("kind", [*HTTP, "email"])
def test_checking_a_channel_tells_nobody_anything(channels: NoticeChannels, kind: str) -> None:
    assert channels.runtime.run(channels.connect(kind).check(), 20)
    assert channels.arrived(kind) == []


@pytest.mark.parametrize(("kind", "contract"), [("slack", "slack-webhook"), ("discord", "discord"), ("jira", "jira"),
                                                ("pagerduty", "pagerduty")])  # fmt: skip
def test_every_exchange_is_in_the_services_contract(
    channels: NoticeChannels, kind: str, contract: str, shared_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = "/api" if kind == "discord" else ""  # the lab's sinks leave the version (/api/v10) out, as webhooks may
    promised: Contract = contract_of(shared_dir, contract, base)
    violations = watch_all(monkeypatch, promised)
    channels.runtime.run(channels.connect(kind).check(), 20)
    send(channels, kind, a_message(), a_message(id="msg_2", act=Act.ACKNOWLEDGE), a_message(id="m3", act=Act.RESOLVE))
    assert violations == []
    assert promised.seen


def test_linears_queries_and_the_labs_answers_are_of_linears_schema(
    channels: NoticeChannels, shared_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = graphql.build_schema((shared_dir / "contracts" / "linear.graphql").read_text(), assume_valid=True)
    seen: list[str] = []
    asked = linear.Linear._ask

    async def watched(self: linear.Linear, query: str, variables: dict[str, object], *more: object, **named: object) -> object:  # fmt: skip # noqa: E501
        document = graphql.parse(query)
        assert graphql.validate(schema, document) == []
        definition = document.definitions[0]
        assert isinstance(definition, graphql.OperationDefinitionNode)
        coerced = graphql.execution.get_variable_values(schema, definition.variable_definitions or (), variables)
        assert isinstance(coerced, dict) or hasattr(coerced, "coerced") or not hasattr(coerced, "errors"), coerced
        seen.append(definition.name.value if definition.name else "")
        raw = await self._client.post("graphql", json={"query": query, "variables": variables}, idempotent=True)
        told = json.loads(raw.body)["data"]
        executed = graphql.execute_sync(schema, document, root_value=told, variable_values=variables)
        assert executed.errors is None
        assert executed.data == told
        return await asked(self, query, variables, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(linear.Linear, "_ask", watched)
    channels.runtime.run(channels.connect("linear").check(), 20)
    send(channels, "linear", a_message(), a_message(id="msg_2", act=Act.RESOLVE))
    assert set(seen) == {"Viewer", "Team", "OpenIssue", "Create", "Comment", "Close"}


@pytest.mark.parametrize("kind", ["jira", "linear"])
def test_a_matter_has_one_open_issue_until_it_is_resolved(channels: NoticeChannels, kind: str) -> None:
    again = a_message(id="msg_2")
    done, after = a_message(id="msg_3", act=Act.RESOLVE), a_message(id="msg_4")
    send(channels, kind, a_message(), again, done, after)
    notes = [note.rpartition(" ")[0] or note for _, _, note in channels.arrived(kind)]
    assert [note.split()[0] for note in notes] == ["opened", "commented", "commented", "closed", "opened"]


@pytest.mark.parametrize("kind", ["jira", "linear"])
def test_resolving_what_was_never_opened_opens_nothing(channels: NoticeChannels, kind: str) -> None:
    [receipt] = send(channels, kind, a_message(act=Act.RESOLVE))
    assert "no open issue" in receipt.detail  # type: ignore[attr-defined]
    assert channels.arrived(kind) == []
