"""The messages: what was told to whom, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.notice_rows import NoticeRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class NoticeTable(DataTable[NoticeRow]):
    """One line per message and channel, the newest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.id, name="notices", memory=context.memory)
        self.setAccessibleName(t("Messages"))
        self.say_when_empty(t("Nobody has been told anything yet."))


def _columns() -> tuple[Column[NoticeRow], ...]:
    return (
        Column("state", t("State"), lambda row: row.state, health=lambda row: row.health, width=130),
        Column("time", t("Time"), lambda row: row.time, sort=lambda row: row.at_s, width=150),
        Column("channel", t("Channel"), lambda row: row.channel, width=130),
        Column("event", t("Why"), lambda row: row.event, width=130),
        Column("title", t("Message"), lambda row: row.title, tooltip=lambda row: row.title, width=320, stretch=True),
        Column("tries", t("Tries"), lambda row: row.tries, numeric=True, width=56),
        Column("detail", t("What came of it"), lambda row: row.detail, tooltip=lambda row: row.detail, width=170),
    )
