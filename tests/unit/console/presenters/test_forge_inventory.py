"""Repositories, pull requests and CI runs as people and machines read them."""

from typing import Any

import pytest

from console.domain.forge.pipeline_run import PipelineRun, RunState
from console.domain.forge.pull_request import PullRequest
from console.domain.forge.repository import Repository
from console.domain.resource import ResourceRef
from console.presenters.inventory_table import inventory_kinds
from console.presenters.run_word import run_word

NOW_S = 1_795_395_600.0


def _ref(kind: str, name: str, namespace: str = "") -> ResourceRef:
    return ResourceRef("gh", kind, namespace, name)


def _texts(topic: str, row: Any) -> dict[str, str]:
    (kind,) = inventory_kinds((topic,))
    return {column.key: column.text(row, NOW_S) for column in kind.columns()}


def _values(topic: str, row: Any) -> dict[str, Any]:
    (kind,) = inventory_kinds((topic,))
    return {column.key: column.value(row) for column in kind.columns() if column.value}


WEB = Repository(
    ref=_ref("Repository", "shop/web"),
    default_branch="main",
    visibility="private",
    clone_url="https://github.com/shop/web.git",
    web_url="https://github.com/shop/web",
    description="Pages",
    language="TypeScript",
    size_kb=2048,
    pushed_at_s=NOW_S - 7200,
    rights=("read", "write"),
)


def test_a_repository_is_told_with_size_age_and_rights() -> None:
    told = _texts("repositories", WEB)
    assert (told["repository"], told["branch"], told["rights"]) == ("shop/web", "main", "read, write")
    assert (told["size"], told["pushed"], told["note"]) == ("2.00 MiB", "2 h ago", "Pages")
    assert _values("repositories", WEB) == {
        "size": 2048,
        "pushed": NOW_S - 7200,
        "rights": ["read", "write"],
        "note": "Pages",
    }


def test_what_is_not_known_of_a_repository_is_a_dash_and_never_a_zero() -> None:
    told = _texts("repositories", Repository(_ref("Repository", "shop/x"), "", "", "", "", trouble="It is not there."))
    assert told.pop("repository") == "shop/x"
    assert told.pop("note") == "It is not there."
    assert set(told.values()) == {"–"}


def test_troubles_come_first() -> None:
    (kind,) = inventory_kinds(("repositories",))
    odd = Repository(_ref("Repository", "z/z"), "", "", "", "", trouble="No.")
    assert sorted([WEB, odd], key=kind.order)[0] is odd


def test_a_pull_request_says_from_where_to_where_and_whether_it_is_a_draft() -> None:
    pull = PullRequest(
        _ref("PullRequest", "7", "shop/web"), "Add it", "ann", "topic", "main", "open", True, NOW_S - 60, ""
    )
    told = _texts("pull-requests", pull)
    assert (told["number"], told["branches"], told["state"], told["updated"]) == (
        "7",
        "topic → main",
        "draft",
        "1 min ago",
    )


@pytest.mark.parametrize(("took_s", "text"), [(None, "–"), (75.0, "1 min 15 s")])
def test_a_run_takes_no_time_before_it_has_ended(took_s: float | None, text: str) -> None:
    ref = _ref("PipelineRun", "42", "shop/web")
    run = PipelineRun(ref, "CI", "main", "a" * 40, "push", RunState.RUNNING, NOW_S - 5, took_s, "")
    told = _texts("pipeline-runs", run)
    assert (told["took"], told["commit"], told["started"]) == (text, "a" * 10, "5 s ago")


def test_every_state_of_a_run_has_a_word() -> None:
    assert len({run_word(state) for state in RunState}) == len(RunState)
