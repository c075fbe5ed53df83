"""What happened in a rollout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.rollout_run_rows import MomentRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class MomentTable(DataTable[MomentRow]):
    """The newest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme,
            _columns(),
            lambda row: (row.at_s, row.what, row.note),
            name="rollout-moments",
            memory=context.memory,
        )
        self.setAccessibleName(t("History of the rollout"))
        self.say_when_empty(t("Select a rollout to see what happened."))


def _columns() -> tuple[Column[MomentRow], ...]:
    return (
        Column("time", t("Time"), lambda row: row.time, sort=lambda row: row.at_s, width=150),
        Column("what", t("What happened"), lambda row: row.what, width=170),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=500, stretch=True),
        Column("actor", t("By"), lambda row: row.actor, width=100),
    )
