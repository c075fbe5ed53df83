"""The pattern playbooks of the library (L7.2) with when each was last run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.presenters.runbooks.runbook_rows import runbook_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.health import Health
    from console.domain.runbooks.runbook import Runbook
    from console.store.state import State

PATTERN = "pattern"


class PlaybookRow(NamedTuple):
    """One playbook, ready to be shown; ``now`` says which of its symptoms hold, ``time_s`` is behind ``time``."""

    id: str
    title: str
    premise: str
    time: str
    time_s: float | None
    steps: str
    last: str
    last_health: Health | None
    now: str


def playbook_rows(runbooks: Iterable[Runbook], state: State, now_s: float) -> tuple[PlaybookRow, ...]:
    """Return the playbooks, those whose symptoms hold first."""
    patterns = (one for one in runbooks if PATTERN in one.tags)
    found = runbook_rows(patterns, state, now_s, state.runbook_runs.values())
    return tuple(
        PlaybookRow(
            row.id, row.title, row.runbook.summary.replace("\n", " "),
            row.time, row.runbook.time_s or None, row.steps, row.last, row.last_health, row.now,
        )
        for row in found
    )  # fmt: skip
