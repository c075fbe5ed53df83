"""What arrived at the lab's sinks: Slack, mail, PagerDuty and the others, as a person would see it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.kernel.i18n import t
from console.presenters.format import local_time
from console.services.lab_inbox import read_inbox
from views.widgets.label import Label
from views.widgets.layout import card, column
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from pathlib import Path

    from console.services.lab_inbox import Arrived
    from views.page import PageContext


class LabInbox(QWidget):
    """Reads the lab's inbox when it is asked to; the file is small and read off this thread."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._table: DataTable[Arrived] = DataTable(
            context.theme,
            (
                Column("at", t("Arrived"), lambda one: local_time(one.at_s), sort=lambda one: one.at_s, width=160),
                Column("channel", t("Channel"), lambda one: one.channel, width=110),
                Column("title", t("Title"), lambda one: one.title, width=360),
                Column("note", t("Note"), lambda one: one.note, width=200, stretch=True),
            ),
            lambda one: (one.at_s, one.channel, one.note, one.title),
            name="lab-inbox",
            memory=context.memory,
        )
        self._table.setAccessibleName(t("Messages that arrived"))
        self._table.say_when_empty(t("Nothing has arrived yet. Try: cell-console --estate lab notify test"))
        self._table.current_changed.connect(self._choose)
        self._text = Label(wrap=True, selectable=True)
        layout = column(self._table, spacing=12)
        self._card = card(column(self._text, margins=(12, 12, 12, 12)))
        self._card.hide()
        layout.addWidget(self._card)
        self.setLayout(layout)

    def look(self) -> None:
        """Read the inbox of the open estate anew, if it can be seen."""
        opened = self._context.session.open
        if opened is None or not self.isVisible():
            return
        self._context.bridge.when_done(
            self._context.session.runtime.submit(self._read(opened.file)), self._show, owner=self
        )

    async def _read(self, file: Path) -> tuple[Arrived, ...]:
        return await self._context.session.runtime.in_thread(read_inbox, file)

    def _show(self, arrived: tuple[Arrived, ...]) -> None:
        self._table.set_rows(arrived)
        self._choose(self._table.current_row())

    def _choose(self, chosen: Arrived | None) -> None:
        self._text.setText(chosen.text if chosen is not None else "")
        self._card.setVisible(chosen is not None)
