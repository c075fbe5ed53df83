"""All steps of a plan in their order, each with what it would change and what speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.rollout_plan_rows import PlanRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext

_NOTE = 6


class PlanTable(DataTable[PlanRow]):
    """One line per step and cell."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.number, name="plan-steps", memory=context.memory)
        self.setAccessibleName(t("Steps of the plan"))
        self.say_when_empty(t("Fill in what is to be rolled out, and where."))
        self.setColumnHidden(_NOTE, True)

    def show_steps(self, rows: tuple[PlanRow, ...]) -> None:
        """Show the steps of a plan; the notes only where there is one."""
        self.setColumnHidden(_NOTE, not any(row.note for row in rows))
        self.set_rows(rows)


def _columns() -> tuple[Column[PlanRow], ...]:
    return (
        Column("number", "#", lambda row: str(row.number), sort=lambda row: row.number, numeric=True, width=40),
        Column("wave", t("Wave"), lambda row: row.wave, sort=lambda row: int(row.wave), numeric=True, width=56),
        Column("share", t("Share"), lambda row: row.share, numeric=True, width=66),
        Column("cell", t("Cell"), lambda row: row.cell, health=lambda row: row.health, width=104),
        Column("what", t("Step"), lambda row: row.what, tooltip=lambda row: row.what, width=200, stretch=True),
        Column("change", t("What it would change"), lambda row: row.change, tooltip=lambda row: row.change, width=200,
               mono=True, stretch=True),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=120),
    )  # fmt: skip
