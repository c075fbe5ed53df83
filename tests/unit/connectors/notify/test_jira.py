"""Jira while its search does not know yet what has just been written, and with types of its own (proves G1.10)."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.notification import Act, Message
from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime
from console.ports.notifier import Notifier
from tests.fakes.fault_server import Asked, FaultServer, response
from tests.fakes.notice_channels import NoticeChannels, a_message


class LaggingJira:
    """Its index stands still: ``indexed`` says whether an issue is open there; only reconciled ones are told as is."""

    def __init__(self) -> None:
        self.is_open: dict[int, bool] = {}
        self.indexed: dict[int, bool] = {}
        self.reconciled: list[list[int] | None] = []
        self.types: list[dict[str, object]] = []
        self.asked_types: list[object] = []

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        body = json.loads(asked.body or b"{}")
        place = asked.target.removeprefix("/rest/api/3/")
        status, told = (200, self._found(body)) if place == "search/jql" else self._write(asked.method, place, body)
        writer.write(response(status, json.dumps(told).encode()))

    def _found(self, body: dict[str, object]) -> object:
        known = body.get("reconcileIssues")
        assert known is None or isinstance(known, list)
        self.reconciled.append(known)
        seen = self.indexed | {one: self.is_open[one] for one in known or ()}
        return {"issues": [{"id": str(one), "key": f"OPS-{one}"} for one, is_open in seen.items() if is_open]}

    def _write(self, method: str, place: str, body: dict[str, object]) -> tuple[int, object]:
        if place == "issue/createmeta/OPS/issuetypes":
            return 200, {"issueTypes": self.types}
        if place == "issue" and self.types:
            fields = body["fields"]
            assert isinstance(fields, dict)
            self.asked_types.append(fields["issuetype"])
            if fields["issuetype"].get("id") not in [one["id"] for one in self.types]:
                return 400, {"errorMessages": [], "errors": {"issuetype": "Specify a valid issue type"}}
        if place == "issue":
            number = len(self.is_open) + 1
            self.is_open[number] = True
            return 201, {"id": str(number), "key": f"OPS-{number}", "self": ""}
        if place.endswith("/transitions") and method == "POST":
            self.is_open[int(place.split("/")[1].removeprefix("OPS-"))] = False
        return 200, {"transitions": [{"id": "31", "to": {"statusCategory": {"key": "done"}}}]}


@pytest.fixture
def jira() -> LaggingJira:
    return LaggingJira()


@pytest.fixture
def notifier(jira: LaggingJira, runtime: Runtime, tmp_path: Path) -> Iterator[Notifier]:
    with FaultServer(runtime, jira) as server:
        channels = NoticeChannels(runtime, tmp_path, [])
        found = channels.connect("jira", url=server.url, project="OPS", secret=channels.secret_file("token"))
        told = found.offers(Notifier)
        assert told is not None
        yield told
        channels.close()


def details(runtime: Runtime, notifier: Notifier, *messages: Message) -> list[str]:
    return [runtime.run(notifier.send(one), 20).detail for one in messages]


def test_what_was_just_opened_is_commented_and_closed(runtime: Runtime, notifier: Notifier, jira: LaggingJira) -> None:
    told = details(runtime, notifier, a_message(), a_message(id="msg_2"), a_message(id="msg_3", act=Act.RESOLVE))
    assert told == ["issue OPS-1 opened", "issue OPS-1 commented", "issue OPS-1 commented and closed"]
    assert jira.is_open == {1: False}
    assert jira.reconciled == [None, [1], [1]]


def test_what_was_just_closed_is_not_taken_for_open(runtime: Runtime, notifier: Notifier, jira: LaggingJira) -> None:
    jira.is_open[1] = jira.indexed[1] = True  # opened by another console
    told = details(runtime, notifier, a_message(act=Act.RESOLVE), a_message(id="msg_2"))
    assert told == ["issue OPS-1 commented and closed", "issue OPS-2 opened"]


def test_no_more_issues_are_reconciled_than_jira_takes(runtime: Runtime, notifier: Notifier, jira: LaggingJira) -> None:
    for number in range(26):
        matter = f"matter {number}"
        details(runtime, notifier, a_message(matter=matter), a_message(matter=matter, act=Act.RESOLVE))
        details(runtime, notifier, a_message(matter=matter), a_message(matter=matter, act=Act.RESOLVE))
    assert jira.reconciled[-1] == list(range(3, 53))


PARENT = {"id": "1", "name": "エピック", "subtask": False, "hierarchyLevel": 1, "untranslatedName": "Epic"}
CHILD = {"id": "2", "name": "サブタスク", "subtask": True, "hierarchyLevel": -1, "untranslatedName": "Sub-task"}
STORY = {"id": "3", "name": "ストーリー", "subtask": False, "hierarchyLevel": 0, "untranslatedName": "Story"}
TASK = {"id": "4", "name": "タスク", "subtask": False, "hierarchyLevel": 0, "untranslatedName": "Task"}


@pytest.mark.parametrize(("types", "taken"), [([PARENT, CHILD, STORY, TASK], "4"), ([PARENT, CHILD, STORY], "3")])
def test_a_project_without_a_type_of_the_usual_name_gets_one_of_its_own(
    runtime: Runtime, notifier: Notifier, jira: LaggingJira, types: list[dict[str, object]], taken: str
) -> None:
    """Sites in Japanese call a task タスク, and some projects have none: nothing could be opened there."""
    jira.types = types
    told = details(runtime, notifier, a_message(), a_message(id="msg_2", act=Act.RESOLVE), a_message(id="msg_3"))
    assert told == ["issue OPS-1 opened", "issue OPS-1 commented and closed", "issue OPS-2 opened"]
    assert jira.asked_types == [{"name": "Task"}, {"id": taken}, {"id": taken}]


def test_a_project_whose_types_all_need_a_parent_says_what_jira_says(
    runtime: Runtime, notifier: Notifier, jira: LaggingJira
) -> None:
    jira.types = [PARENT, CHILD]
    with pytest.raises(ConnectorError, match="Specify a valid issue type"):
        details(runtime, notifier, a_message())
