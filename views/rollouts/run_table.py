"""The rollouts over cells: what needs a person first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.rollout_run_rows import RunRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class RunTable(DataTable[RunRow]):
    """One line per rollout, running or ended."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.id, name="rollout-runs", memory=context.memory)
        self.setAccessibleName(t("Rollouts over cells"))
        self.say_when_empty(t("No rollout over cells yet. Make a plan with New rollout, or open one that was saved."))


def _columns() -> tuple[Column[RunRow], ...]:
    return (
        Column("name", t("Rollout"), lambda row: row.name, health=lambda row: row.health, width=180),
        Column("state", t("State"), lambda row: row.word, sort=lambda row: -row.health, width=124),
        Column("stage", t("Stage"), lambda row: row.stage, width=146),
        Column("left", t("Time left"), lambda row: row.left, sort=lambda row: row.left_s, numeric=True, width=104),
        Column(
            "next", t("What comes next"), lambda row: row.next, tooltip=lambda row: row.next, width=320, stretch=True
        ),
        Column("cells", t("Cells"), lambda row: row.cells, tooltip=lambda row: row.cells, width=90),
        Column("begun", t("Begun"), lambda row: row.begun, sort=lambda row: row.id, width=140),
        Column("actor", t("By"), lambda row: row.actor, width=90),
    )
