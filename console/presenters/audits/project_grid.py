"""All projects as rows of the grid, the worst first; only what changed is made anew, because hundreds move often."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.presenters.audits.grid_row import grid_row, moved_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from console.domain.audit.audit_profile import AuditProfile
    from console.domain.audit.live_audit import LiveAudit
    from console.estate.schema.project import Project
    from console.presenters.audits.grid_row import GridRow
    from console.store.audits.audit_book import AuditRecord


class _Learned(NamedTuple):
    project: Project
    profile: AuditProfile
    known: Sequence[AuditRecord]
    row: GridRow


class ProjectGrid:
    """``learn`` is the costly part and may be called on any thread, ``rows`` only on one."""

    def __init__(self) -> None:
        self._learned: Mapping[str, _Learned] = {}
        self._rows: dict[str, tuple[GridRow, GridRow]] = {}
        self._shown: tuple[GridRow, ...] = ()

    def learn(
        self,
        projects: Iterable[tuple[Project, AuditProfile]],
        records: Mapping[str, Sequence[AuditRecord]],
    ) -> None:
        """Take projects with the profiles of their teams, and their records by key, oldest first."""
        before = self._learned
        self._learned = {
            one.key: _learned(before.get(one.key), one, profile, records.get(one.key, ())) for one, profile in projects
        }

    def rows(self, live: Iterable[LiveAudit], now_s: float) -> tuple[GridRow, ...]:
        """Return a row per project, the worst first, those never audited last; what did not change is the same object.

        ``now_s`` is in unix seconds.
        """
        running = {one.project: one for one in live if not one.is_over}
        before, self._rows = self._rows, {}
        for key, learned in self._learned.items():
            still, row = before.get(key, (None, learned.row))
            known = row if still is learned.row else learned.row
            self._rows[key] = learned.row, moved_row(known, running.get(key), now_s)
        rows = tuple(sorted((row for _, row in self._rows.values()), key=_worst_first))
        self._shown = self._shown if rows == self._shown else rows
        return self._shown


def _learned(
    before: _Learned | None, project: Project, profile: AuditProfile, known: Sequence[AuditRecord]
) -> _Learned:
    if before is not None and before[:3] == (project, profile, known):
        return before
    return _Learned(project, profile, known, grid_row(project, profile, known))


def _worst_first(row: GridRow) -> tuple[float, float, str]:
    return -_rank(row), 0.0 if row.health is None else row.health, row.key


def _rank(row: GridRow) -> int:
    if row.trouble:
        return Health.CRITICAL + 1
    return row.state if row.record is not None else -1
