"""What happened in an incident and around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.incident_timeline import TimelineRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class TimelineTable(DataTable[TimelineRow]):
    """The newest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme,
            _columns(),
            lambda row: (row.at_s, row.source, row.what),
            name="incident-timeline",
            memory=context.memory,
        )
        self.setAccessibleName(t("Timeline"))
        self.say_when_empty(t("Select an incident to see what happened."))


def _columns() -> tuple[Column[TimelineRow], ...]:
    return (
        Column("time", t("Time"), lambda row: row.time, sort=lambda row: row.at_s, width=150),
        Column("source", t("From"), lambda row: row.source, health=lambda row: row.health, width=130),
        Column("what", t("What happened"), lambda row: row.what, tooltip=lambda row: row.what, width=520, stretch=True),
        Column("actor", t("By"), lambda row: row.actor, width=110),
    )
