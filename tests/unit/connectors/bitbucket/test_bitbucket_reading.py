"""Reading the lab's Bitbucket, and servers that behave otherwise."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors.bitbucket import words
from connectors.bitbucket.pipeline_file import custom_pipelines
from connectors.bitbucket.rights import both, rights_of_scopes
from connectors.registry import BuildContext
from console.domain.forge.pipeline_run import RunState
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.set_commit_status import SetCommitStatus
from console.estate.schema.git_provider import Bitbucket
from console.kernel.clock import SystemClock
from console.kernel.errors import ChangeRefused, ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.ports.forge import ForgeReader
from tests.fakes.fault_server import FaultServer, answering
from tests.fakes.lab_forge import LabForge, lab_forge
from tests.fakes.prometheus_connection import FixedVault

PATH = "newsletter-lab/personalize"


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabForge]:
    """The lab's Bitbucket."""
    with lab_forge(tmp_path_factory.mktemp("forge"), "bitbucket") as found:
        found.runtime.run(found.connect().check())
        yield found


def build(runtime: Runtime, url: str, **options: Any) -> Any:
    from connectors.bitbucket.connector import build

    model = Bitbucket.model_validate({"key": "shop", "url": url, "workspace": "team", **options})
    return build(model, BuildContext(runtime, FixedVault(t="a-token-of-mine"), SystemClock(), Path()))


def test_what_the_account_may_do_is_told_by_its_roles(forge: LabForge) -> None:
    reader = forge.reader()
    assert forge.runtime.run(reader.repository(PATH)).rights == ("read", "write", "admin")
    assert forge.runtime.run(reader.repository("newsletter-lab/edge-worker")).rights == ("read", "write")


def test_the_roles_of_many_projects_take_two_requests_an_hour(forge: LabForge) -> None:
    run, reader = forge.runtime.run, forge.reader()
    limits = forge.server._apis["account"]._limits  # type: ignore[attr-defined]
    before = limits._used
    for _round in range(5):
        for project in ("personalize", "edge-worker", "tracker"):
            run(reader.repository(f"newsletter-lab/{project}"))
    assert limits._used - before <= 3 + 2  # what has not changed is free: conditional requests


def test_a_large_workspace_is_asked_by_name(forge: LabForge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.bitbucket.rights._MOST_LISTED", 1)
    reader = forge.reader()
    assert forge.runtime.run(reader.repository("newsletter-lab/tracker")).rights == ("read", "write", "admin")
    assert forge.runtime.run(reader.repository("newsletter-lab/edge-worker")).rights == ("read", "write")


def test_clone_addresses_never_hold_a_user(forge: LabForge) -> None:
    found = forge.runtime.run(forge.reader().repository(PATH))
    assert found.clone_url.endswith(f"/{PATH}.git")
    assert "@" not in found.clone_url


def test_lists_are_followed_page_by_page_up_to_what_was_asked_for(forge: LabForge) -> None:
    reader = forge.reader()
    every = forge.runtime.run(reader.commits(PATH, most=500))
    assert len(every) > 30
    assert len({one.sha for one in every}) == len(every)
    assert forge.runtime.run(reader.commits(PATH, most=12)) == every[:12]


def test_a_comparison_reads_what_the_head_has_more(forge: LabForge) -> None:
    reader = forge.reader()
    head = next(one.name for one in forge.runtime.run(reader.branches(PATH)) if "/" in one.name)
    found = forge.runtime.run(reader.compare(PATH, "main", head))
    assert [one.sha for one in found.commits] == [
        one.sha for one in forge.runtime.run(reader.commits(PATH, head, most=len(found.commits)))
    ]
    assert found.files
    assert found.behind == 0
    back = forge.runtime.run(reader.compare(PATH, head, "main"))
    assert (back.commits, back.behind, back.files) == ((), len(found.commits), ())


def test_a_tracker_that_is_off_is_told_as_such(forge: LabForge) -> None:
    with pytest.raises(ConnectorError, match="issue tracker is off") as told:
        forge.runtime.run(forge.reader().issues("newsletter-lab/tracker"))
    assert told.value.kind is ErrorKind.NOT_FOUND


def test_webhooks_without_the_rights_of_an_administrator_are_forbidden(forge: LabForge) -> None:
    with pytest.raises(ConnectorError, match="admin permission") as told:
        forge.runtime.run(forge.reader().webhooks("newsletter-lab/edge-worker"))
    assert told.value.kind is ErrorKind.FORBIDDEN


def test_a_wrong_token_is_told_with_what_to_renew(forge: LabForge) -> None:
    with pytest.raises(ConnectorError, match="Token is invalid") as told:
        forge.runtime.run(forge.connect(token=forge.secret_file("wrong", "not-the-token")).check())
    assert told.value.kind is ErrorKind.AUTH
    assert "token" in told.value.hint


def test_labels_that_bitbucket_does_not_know_are_refused_before_anything_is_sent(forge: LabForge) -> None:
    operation = OpenIssue("lab-bitbucket", PATH, "Title", labels=("audit",))
    executor = forge.executor()
    base = forge.runtime.run(executor.preview(replace(operation, labels=()))).base
    for asked in (executor.preview(operation), executor.apply(operation, base)):
        with pytest.raises(ChangeRefused, match="one kind in place of labels"):
            forge.runtime.run(asked)


def test_a_status_is_explained_when_bitbucket_would_refuse_it(forge: LabForge) -> None:
    executor = forge.executor()
    sha = forge.newest_commit(PATH)
    operation = SetCommitStatus("lab-bitbucket", PATH, sha, "k" * 41, "success")
    base = forge.runtime.run(executor.preview(replace(operation, context="k"))).base
    for asked in (executor.preview(operation), executor.apply(operation, base)):
        with pytest.raises(ChangeRefused, match="at most 40 characters"):
            forge.runtime.run(asked)


@pytest.mark.parametrize("path", ["team", "team/web/more", "team/..", "/web", "team/we\nb"])
def test_a_path_that_is_none_is_refused_without_asking(runtime: Runtime, path: str) -> None:
    with FaultServer(runtime, answering(200, {"values": []})) as server:
        connector = build(runtime, server.url)
        with pytest.raises(ConnectorError, match="not the path of a repository"):
            runtime.run(connector.offers(ForgeReader).branches(path))
        assert server.asked == []
        runtime.run(connector.close())


def test_a_next_page_elsewhere_does_not_get_the_credentials(runtime: Runtime) -> None:
    with FaultServer(runtime, answering(200)) as other, FaultServer(runtime, answering(200)) as server:
        server.behaviour = answering(200, {"values": [], "next": f"{other.url}/page2"})
        connector = build(runtime, server.url, token="keyring:t")
        with pytest.raises(ConnectorError, match="redirects to"):
            runtime.run(connector.offers(ForgeReader).branches("team/web"))
        assert other.asked == []
        assert server.asked[0].headers["authorization"] == "Bearer a-token-of-mine"
        runtime.run(connector.close())


def test_the_words_of_an_error_body_reach_the_user_without_its_shape(runtime: Runtime) -> None:
    body = {"type": "error", "error": {"message": "Repository team/web not found", "detail": "x"}}
    with FaultServer(runtime, answering(404, body)) as server:
        connector = build(runtime, server.url)
        with pytest.raises(ConnectorError, match="Repository team/web not found") as told:
            runtime.run(connector.offers(ForgeReader).repository("team/web"))
        assert "{" not in told.value.message
        runtime.run(connector.close())


@pytest.mark.parametrize(
    ("scopes", "rights"),
    [
        ("pullrequest, repository:write", ("read", "write")),
        ("admin:repository:bitbucket, read:user:bitbucket", ("read", "write", "admin")),
        ("repository", ("read",)),
        ("account, webhook", ()),
        ("", ()),
    ],
)
def test_scopes_grant_what_they_say(scopes: str, rights: tuple[str, ...]) -> None:
    assert rights_of_scopes(scopes) == rights


def test_account_and_token_allow_only_what_both_allow() -> None:
    assert both(("read", "write", "admin"), ("read",)) == ("read",)
    assert both(("read", "write"), ()) == ("read", "write")
    assert both((), ("read",)) == ("read",)


@pytest.mark.parametrize(
    ("name", "stage", "result", "state"),
    [
        ("PENDING", "", "", RunState.QUEUED),
        ("IN_PROGRESS", "RUNNING", "", RunState.RUNNING),
        ("IN_PROGRESS", "PAUSED", "", RunState.WAITING),
        ("COMPLETED", "", "SUCCESSFUL", RunState.SUCCEEDED),
        ("COMPLETED", "", "ERROR", RunState.FAILED),
        ("COMPLETED", "", "STOPPED", RunState.CANCELLED),
        ("COMPLETED", "", "SOMETHING_NEW", RunState.UNKNOWN),
    ],
)
def test_a_pipelines_state_is_told_in_common_words(name: str, stage: str, result: str, state: RunState) -> None:
    assert words.run_state(name, stage, result) is state


def test_events_are_translated_there_and_back() -> None:
    assert words.native_events(("push", "repo:fork")) == ["repo:push", "repo:fork"]
    for event in words.EVENTS_TO_SET:
        assert words.common_events(tuple(words.native_events((event,)))) == (event,)


@pytest.mark.parametrize(
    "content", [b"", b"pipelines: [1", b"[]", b"pipelines: {custom: 3}", b"a: &a [*a]", b"- " * 9000, b"x" * 600_000]
)
def test_a_pipelines_file_that_cannot_be_read_offers_nothing(content: bytes) -> None:
    assert custom_pipelines(content) == ()


def test_custom_pipelines_are_offered_by_name() -> None:
    content = b"pipelines:\n  default: []\n  custom:\n    nightly: []\n    deploy to prod: []\n    3: []\n"
    assert [one.id for one in custom_pipelines(content)] == ["nightly", "deploy to prod"]
