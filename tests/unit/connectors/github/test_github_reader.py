"""What GitHub's answers mean, and what the connector asks for."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.github import connector
from connectors.github.words import change_kind, check_state, run_state
from connectors.registry import BuildContext
from console.domain.forge.pipeline_run import RunState
from console.domain.operations.open_issue import OpenIssue
from console.estate.schema.git_provider import GitHub
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.ports.change_executor import ChangeExecutor
from console.ports.forge import ForgeReader
from tests.fakes.fault_server import Asked, FaultServer, answering, response
from tests.fakes.prometheus_connection import FixedVault

Answers = Callable[[str], tuple[int, object]]


def _connector(runtime: Runtime, url: str) -> Any:
    options = GitHub(key="gh", url=url, token="keyring:gh")
    vault = FixedVault(gh="s3cr3t")
    return connector.build(options, BuildContext(runtime, vault, SystemClock(), Path()))


def _told(answers: Answers) -> Any:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        status, body = answers(asked.target.partition("?")[0])
        writer.write(response(status, json.dumps(body).encode()))

    return answer


def _read(runtime: Runtime, answers: Answers, ask: Callable[[ForgeReader], Any]) -> tuple[Any, list[Asked]]:
    with FaultServer(runtime, _told(answers)) as server:
        built = _connector(runtime, server.url)
        try:
            return runtime.run(ask(built.offers(ForgeReader)), 10), list(server.asked)
        finally:
            runtime.run(built.close())


def test_every_request_names_the_version_and_bears_the_token(runtime: Runtime) -> None:
    _, asked = _read(runtime, lambda _: (200, []), lambda reader: reader.branches("o/r"))
    headers = asked[0].headers
    assert headers["x-github-api-version"] == "2022-11-28"
    assert headers["accept"] == "application/vnd.github+json"
    assert headers["authorization"] == "Bearer s3cr3t"


def test_pull_requests_are_not_told_as_issues(runtime: Runtime) -> None:
    issues = [
        {"number": 1, "title": "odd", "state": "open", "labels": [{"name": "bug"}, "plain"]},
        {"number": 2, "title": "a pull request", "state": "open", "pull_request": {"url": "x"}},
    ]
    found, _ = _read(runtime, lambda _: (200, issues), lambda reader: reader.issues("o/r"))
    assert [(one.id, one.labels) for one in found] == [("1", ("bug", "plain"))]


def test_an_empty_repository_has_no_commits(runtime: Runtime) -> None:
    answers: Answers = lambda _: (409, {"message": "Git Repository is empty."})  # noqa: E731
    assert _read(runtime, answers, lambda reader: reader.commits("o/r"))[0] == ()


def test_an_owner_that_is_no_organisation_is_a_person(runtime: Runtime) -> None:
    def answers(place: str) -> tuple[int, object]:
        return (200, [{"full_name": "ann/site"}]) if place == "/users/ann/repos" else (404, {"message": "Not Found"})

    found, asked = _read(runtime, answers, lambda reader: reader.repositories("ann"))
    assert [one.ref.name for one in found] == ["ann/site"]
    assert len(asked) == 2


def test_without_the_right_to_checks_the_statuses_are_told_alone_newest_first(runtime: Runtime) -> None:
    statuses = [{"context": "ci", "state": "success"}, {"context": "ci", "state": "pending"}]

    def answers(place: str) -> tuple[int, object]:
        return (403, {"message": "Resource not accessible"}) if place.endswith("check-runs") else (200, statuses)

    found, _ = _read(runtime, answers, lambda reader: reader.statuses("o/r", "a" * 40))
    assert [(one.context, one.state) for one in found] == [("ci", "success")]


def test_a_comparison_that_github_cuts_is_told_as_cut(runtime: Runtime) -> None:
    commit = {"sha": "a" * 40, "commit": {"message": "one\n\nmore"}}
    body = {"total_commits": 300, "behind_by": 2, "commits": [commit], "files": []}
    found, asked = _read(runtime, lambda _: (200, body), lambda reader: reader.compare("o/r", "main", "feature/x"))
    assert (found.cut, found.behind, found.commits[0].subject) == (True, 2, "one")
    assert asked[0].target.startswith("/repos/o/r/compare/main...feature/x?")


@pytest.mark.parametrize("path", ["../x", "o", "o/r/x", "o/..", "o/r\n"])
def test_a_path_that_is_none_is_never_asked_for(runtime: Runtime, path: str) -> None:
    with FaultServer(runtime, answering(200, [])) as server:
        built = _connector(runtime, server.url)
        with pytest.raises(ConnectorError) as fault:
            runtime.run(built.offers(ForgeReader).branches(path), 10)
        assert fault.value.kind is ErrorKind.NOT_FOUND
        assert server.asked == []
        runtime.run(built.close())


def test_a_write_whose_answer_is_lost_is_not_sent_again(runtime: Runtime) -> None:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.method == "POST":
            writer.transport.abort()
        else:
            writer.write(response(200, b"[]"))

    with FaultServer(runtime, answer) as server:
        built = _connector(runtime, server.url)
        desk: Any = built.offers(ChangeExecutor)
        operation = OpenIssue("gh", "o/r", "Odd")
        base = runtime.run(desk.preview(operation), 10).base
        with pytest.raises(ConnectorError):
            runtime.run(desk.apply(operation, base), 10)
        assert [one.method for one in server.asked].count("POST") == 1
        runtime.run(built.close())


@pytest.mark.parametrize(
    ("status", "conclusion", "state"),
    [
        ("queued", None, RunState.QUEUED),
        ("in_progress", None, RunState.RUNNING),
        ("waiting", None, RunState.WAITING),
        ("completed", "success", RunState.SUCCEEDED),
        ("completed", "timed_out", RunState.FAILED),
        ("completed", "cancelled", RunState.CANCELLED),
        ("completed", "skipped", RunState.SKIPPED),
        ("completed", "something new", RunState.UNKNOWN),
        ("something new", None, RunState.UNKNOWN),
        (None, None, RunState.UNKNOWN),
    ],
)
def test_every_word_for_a_run_has_a_meaning(status: str | None, conclusion: str | None, state: RunState) -> None:
    assert run_state(status, conclusion) is state


def test_checks_and_changes_are_told_in_the_consoles_words() -> None:
    assert [check_state("completed", one) for one in ("success", "failure", "cancelled", "neutral")] == [
        "success",
        "failure",
        "stopped",
        "success",
    ]
    assert check_state("queued", None) == "pending"
    assert [change_kind(one) for one in ("modified", "added", "renamed", "copied", "odd")] == [
        "changed",
        "added",
        "renamed",
        "added",
        "changed",
    ]


def test_writes_to_github_are_a_second_apart() -> None:
    assert connector.WRITE_PACE_S == 1.0
