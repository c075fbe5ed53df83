"""The rules behind the audits: which were kept, which broken, which could not be measured and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.audits.result_row import RuleRow
from console.presenters.format import number
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class RuleTable(DataTable[RuleRow]):
    """Enter shows the findings of the rule."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.rule, name="audit-rules", memory=context.memory)
        self.setAccessibleName(t("Rules"))


def _columns() -> tuple[Column[RuleRow], ...]:
    return (
        Column("rule", t("Rule"), lambda row: row.rule, mono=True, width=66),
        Column("title", t("What it asks"), lambda row: row.title, tooltip=lambda row: row.why, width=180, stretch=True),
        Column("state", t("State"), lambda row: row.state, health=lambda row: row.health, width=106),
        Column("score", t("Score"), lambda row: row.share_text, sort=lambda row: row.share, numeric=True, width=54),
        Column("found", t("Findings"), lambda row: number(row.findings), sort=lambda row: row.findings,
               numeric=True, width=70),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=140, stretch=True),
    )  # fmt: skip
