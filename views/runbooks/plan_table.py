"""Everything that a run will do, before anything is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.runbooks.plan_rows import PlanRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class PlanTable(DataTable[PlanRow]):
    """One line per step, in the order in which they run."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.number, name="runbook-plan", memory=context.memory)
        self.setAccessibleName(t("The whole plan"))


def _columns() -> tuple[Column[PlanRow], ...]:
    return (
        Column("number", "#", lambda row: str(row.number), sort=lambda row: row.number, numeric=True, width=40),
        Column("section", t("Section"), lambda row: row.section, width=96),
        Column("title", t("Step"), lambda row: row.title, tooltip=lambda row: row.title, width=190),
        Column(
            "what",
            t("What it does"),
            lambda row: row.sentence,
            tooltip=lambda row: row.sentence,
            width=330,
            stretch=True,
        ),
        Column("kind", t("Kind"), lambda row: row.kind, width=132),
        Column("effect", t("Effect"), lambda row: row.effect, health=lambda row: row.health, width=110),
        Column("where", t("Where"), lambda row: row.where, mono=True, width=128),
    )
