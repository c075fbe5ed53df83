"""What happened within the period of an objective: alerts and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.slo_marks import SloMark
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class MarkTable(DataTable[SloMark]):
    """The newest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.at_s, row.text), name="slo-marks", memory=context.memory
        )
        self.setAccessibleName(t("Alerts and changes"))
        self.say_when_empty(t("No alert names this objective, and nothing was changed in its period."))


def _columns() -> tuple[Column[SloMark], ...]:
    return (
        Column("time", t("Time"), lambda row: row.time, sort=lambda row: row.at_s, width=150),
        Column("kind", t("Kind"), lambda row: row.kind, health=lambda row: row.health, width=136),
        Column("text", t("What happened"), lambda row: row.text, tooltip=lambda row: row.text, width=500, stretch=True),
    )
