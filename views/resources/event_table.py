"""The events about an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.event_rows import EventRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class EventTable(DataTable[EventRow]):
    """Newest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme,
            _columns(),
            lambda row: (row.reason, row.message, row.at_s),
            name="events",
            memory=context.memory,
        )
        self.setAccessibleName(t("Events"))
        self.say_when_empty(t("Nothing has been recorded about this object lately."))


def _columns() -> tuple[Column[EventRow], ...]:
    return (
        Column("type", t("Type"), lambda row: row.type, health=lambda row: row.health, width=110),
        Column("reason", t("Reason"), lambda row: row.reason, width=180),
        Column("age", t("Last seen"), lambda row: row.age, sort=lambda row: -row.at_s, width=110),
        Column("count", t("Count"), lambda row: str(row.count), sort=lambda row: row.count, numeric=True, width=70),
        Column("source", t("From"), lambda row: row.source, width=170),
        Column("message", t("Message"), lambda row: row.message, width=420, stretch=True),
    )
