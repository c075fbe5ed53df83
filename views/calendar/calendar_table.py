"""What the calendars of the estate have ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.estate.schema.calendar import EntryKind
from console.kernel.i18n import t
from console.presenters.pipeline.calendar_rows import CalendarRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class CalendarTable(DataTable[CalendarRow]):
    """The next first."""

    def __init__(self, context: PageContext, name: str) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name=name, memory=context.memory)
        self.setAccessibleName(t("Calendar"))
        self.say_when_empty(t("Nothing is planned within two months."))


def _columns() -> tuple[Column[CalendarRow], ...]:
    return (
        Column("begins", t("Begins"), lambda row: row.begins, sort=lambda row: row.begin_s, width=140),
        Column("due", t("Due"), lambda row: row.due, sort=lambda row: row.begin_s, width=80),
        Column("kind", t("Kind"), lambda row: row.kind, width=110),
        Column("title", t("Title"), lambda row: row.title, tooltip=lambda row: row.title, width=260, stretch=True),
        Column("uplift", t("Demand"), lambda row: row.uplift, sort=lambda row: row.factor, numeric=True, width=76,
               tooltip=_uplift),
        Column("concerns", t("Concerns"), lambda row: row.concerns, width=180, stretch=True),
        Column("calendar", t("Calendar"), lambda row: row.calendar, width=120),
    )  # fmt: skip


def _uplift(row: CalendarRow) -> str:
    return t("Planned multiple; without one, as campaigns of the past were") if row.what is EntryKind.CAMPAIGN else ""
