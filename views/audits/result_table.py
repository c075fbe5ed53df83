"""The audits of one project: how each went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.audits.result_row import ResultRow
from console.presenters.format import number
from views.widgets.table.column import Column
from views.widgets.table.column_room import leave_out
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


_LEAST_FIRST = ("took", "rules", "score")


class ResultTable(DataTable[ResultRow]):
    """Enter shows the findings of the audit."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: row.audit, name="audit-results", memory=context.memory
        )  # fmt: skip
        self.setAccessibleName(t("Audits of the project"))

    def _stretch(self, room: int) -> None:
        leave_out(self, room, self._widths, _LEAST_FIRST)
        super()._stretch(room)


def _columns() -> tuple[Column[ResultRow], ...]:
    return (
        Column("audit", t("Audit"), lambda row: row.title, tooltip=lambda row: row.question, width=120, stretch=True),
        Column("status", t("Status"), lambda row: row.status, health=lambda row: row.health, width=88),
        Column("score", t("Score"), lambda row: row.score_text, sort=lambda row: row.score, numeric=True, width=54),
        Column("rules", t("Rules"), lambda row: row.measured, numeric=True, width=72,
               tooltip=lambda row: t("Rules that were measured, of all; the others do not apply or could not run.")),
        Column("found", t("Findings"), lambda row: number(row.findings), sort=lambda row: row.findings,
               tooltip=lambda row: row.counts, numeric=True, width=66),
        Column("took", t("Took"), lambda row: f"{number(row.took_ms)} ms", sort=lambda row: row.took_ms,
               numeric=True, width=76),
    )  # fmt: skip
