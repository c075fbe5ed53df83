"""What GitLab's answers mean, and what the connector asks for."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from connectors.gitlab import connector
from connectors.gitlab.words import issue_state, pull_state, run_state, status_state
from connectors.registry import BuildContext
from console.domain.forge.pipeline_run import RunState
from console.estate.schema.git_provider import GitLab
from console.kernel.clock import SystemClock
from console.kernel.runtime import Runtime
from console.ports.forge import ForgeReader
from tests.fakes.fault_server import Asked, FaultServer, response
from tests.fakes.prometheus_connection import FixedVault

Answers = Callable[[str], tuple[int, object]]
PROJECT = {"path_with_namespace": "g/s/p"}


def _read(runtime: Runtime, answers: Answers, ask: Callable[[Any], Any]) -> tuple[Any, list[Asked]]:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        status, body = answers(asked.target.partition("?")[0])
        writer.write(response(status, json.dumps(body).encode()))

    with FaultServer(runtime, answer) as server:
        options = GitLab(key="gl", url=f"{server.url}/api/v4", token="keyring:gl")
        context = BuildContext(runtime, FixedVault(gl="glpat-s3cr3t"), SystemClock(), Path())
        built = connector.build(options, context)
        try:
            return runtime.run(ask(built), 10), list(server.asked)
        finally:
            runtime.run(built.close())


def _reader(built: Any) -> ForgeReader:
    found: ForgeReader = built.offers(ForgeReader)
    return found


def test_a_path_is_one_part_of_the_address_and_the_token_has_its_own_header(runtime: Runtime) -> None:
    _, asked = _read(runtime, lambda _: (200, PROJECT), lambda built: _reader(built).repository("g/s/p"))
    assert asked[0].target == "/api/v4/projects/g%2Fs%2Fp?statistics=true"
    assert asked[0].headers["private-token"] == "glpat-s3cr3t"
    assert "authorization" not in asked[0].headers


@pytest.mark.parametrize(
    ("project", "group", "rights"),
    [
        (None, None, ()),
        (10, None, ()),
        (20, None, ("read",)),
        (None, 30, ("read", "write")),
        (20, 40, ("read", "write", "admin")),
        (50, None, ("read", "write", "admin")),
    ],
)
def test_roles_become_rights(runtime: Runtime, project: int | None, group: int | None, rights: tuple[str, ...]) -> None:
    def access(level: int | None) -> object:
        return None if level is None else {"access_level": level}

    told = PROJECT | {"permissions": {"project_access": access(project), "group_access": access(group)}}
    found, _ = _read(runtime, lambda _: (200, told), lambda built: _reader(built).repository("g/s/p"))
    assert found.rights == rights
    assert found.size_kb is None


def test_a_group_is_read_with_its_subgroups_and_else_it_is_a_person(runtime: Runtime) -> None:
    def answers(place: str) -> tuple[int, object]:
        return (200, [PROJECT]) if "/users/" in place else (404, {"message": "404 Group Not Found"})

    found, asked = _read(runtime, answers, lambda built: _reader(built).repositories("ann"))
    assert [one.ref.name for one in found] == ["g/s/p"]
    assert "include_subgroups=true" in asked[0].target


def test_all_projects_are_read_by_key_set(runtime: Runtime) -> None:
    _, asked = _read(runtime, lambda _: (200, []), lambda built: _reader(built).repositories(""))
    assert "pagination=keyset" in asked[0].target
    assert "order_by=id" in asked[0].target


def test_a_token_that_does_not_tell_its_rights_is_no_failure(runtime: Runtime) -> None:
    def answers(place: str) -> tuple[int, object]:
        if place.endswith("/self"):
            return 403, {"error": "insufficient_scope"}
        return 200, {"username": "ann", "version": "18.1.0-ee", "enterprise": True}

    told, _ = _read(runtime, answers, lambda built: built.check())
    assert told == "GitLab EE 18.1.0-ee; as ann; the token does not tell its rights"


def test_a_token_tells_its_rights_and_its_end(runtime: Runtime) -> None:
    def answers(place: str) -> tuple[int, object]:
        if place.endswith("/self"):
            return 200, {"scopes": ["read_api"], "expires_at": "2027-01-31"}
        return 200, {"username": "ann", "version": "18.1.0"}

    told, _ = _read(runtime, answers, lambda built: built.check())
    assert told == "GitLab CE 18.1.0; as ann, rights: read_api, until 2027-01-31"


def test_a_comparison_tells_the_newest_commit_first_and_renames(runtime: Runtime) -> None:
    body = {
        "commits": [{"id": "a" * 40, "title": "old"}, {"id": "b" * 40, "title": "new"}],
        "diffs": [{"old_path": "x", "new_path": "y", "renamed_file": True}, {"old_path": "z", "new_path": "z"}],
    }
    found, asked = _read(runtime, lambda _: (200, body), lambda built: _reader(built).compare("g/p", "main", "topic"))
    assert [one.subject for one in found.commits] == ["new", "old"]
    assert [(one.kind, one.path, one.old_path) for one in found.files] == [("renamed", "y", "x"), ("changed", "z", "")]
    assert found.behind is None
    assert "from=main" in asked[0].target


def test_the_newest_status_of_a_name_counts(runtime: Runtime) -> None:
    body = [  # as GitLab sorts them when it is asked to
        {"id": 30, "name": "lint", "status": "running"},
        {"id": 20, "name": "test", "status": "success"},
        {"id": 10, "name": "test", "status": "failed"},
    ]
    found, asked = _read(runtime, lambda _: (200, body), lambda built: _reader(built).statuses("g/p", "a" * 40))
    assert {one.context: one.state for one in found} == {"lint": "pending", "test": "success"}
    query = parse_qs(asked[0].target.partition("?")[2])
    assert (query["order_by"], query["sort"]) == (["id"], ["desc"])


def test_gitlabs_words_are_told_in_the_consoles() -> None:
    assert [run_state(one) for one in ("created", "running", "success", "failed", "canceled", "manual", "odd")] == [
        RunState.QUEUED,
        RunState.RUNNING,
        RunState.SUCCEEDED,
        RunState.FAILED,
        RunState.CANCELLED,
        RunState.WAITING,
        RunState.UNKNOWN,
    ]
    assert [status_state(one) for one in ("success", "failed", "canceled", "running")] == [
        "success",
        "failure",
        "stopped",
        "pending",
    ]
    assert [pull_state(one) for one in ("opened", "locked", "merged", "closed")] == ["open", "open", "merged", "closed"]
    assert [issue_state(one) for one in ("opened", "closed")] == ["open", "closed"]


def test_an_old_webhook_without_a_word_on_tags_hides_no_other(runtime: Runtime) -> None:
    old = {"id": 1, "url": "https://old.example", "push_events": True, "tag_push_events": None, "note_events": None}
    new = {"id": 2, "url": "https://new.example", "push_events": False, "tag_push_events": True}
    found, _ = _read(runtime, lambda _: (200, [old, new]), lambda built: _reader(built).webhooks("g/s/p"))
    assert [(one.id, one.events) for one in found] == [("1", ("push",)), ("2", ("tag_push",))]
