"""What would raise the health of a project, the most first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.audits.health_view import GainRow
from console.presenters.format import number
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class GainTable(DataTable[GainRow]):
    """Enter shows the findings of the rule."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.rule, name="audit-gains", memory=context.memory)
        self.setAccessibleName(t("What would raise the health"))


def _columns() -> tuple[Column[GainRow], ...]:
    return (
        Column("points", t("Points"), lambda row: row.points_text, sort=lambda row: -row.points,
               numeric=True, width=60),
        Column("rule", t("Rule"), lambda row: row.rule, mono=True, width=66),
        Column("title", t("If this were kept"), lambda row: row.title, tooltip=lambda row: row.mend, width=180,
               stretch=True),
        Column("severity", t("Severity"), lambda row: row.severity, sort=lambda row: row.severity_rank, width=76),
        Column("found", t("Findings"), lambda row: number(row.findings), sort=lambda row: row.findings,
               numeric=True, width=70),
    )  # fmt: skip
