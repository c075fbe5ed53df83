"""The contents of the help, and what a search finds there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from console.kernel.i18n import t
from console.presenters.help.help_contents import help_topics, topic_group
from console.presenters.help.help_search import search_help
from views.widgets.tip import tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from views.theme.theme import Theme

_ADDRESS = Qt.ItemDataRole.UserRole


class HelpList(QListWidget):
    """``chosen`` carries the address of the line that was opened (click or Enter)."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._query = theme, ""
        self.setAccessibleName(t("Contents of the help"))
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._open)
        theme.changed.connect(self._show_again)
        self.show_query("")

    def show_query(self, query: str) -> None:
        """Show what fits; the whole contents for an empty query."""
        self._query = query
        self.clear()
        if query.strip():
            self._show_hits(query)
        else:
            self._show_contents()
        self.setCurrentRow(next((row for row in range(self.count()) if self._address(row)), -1))

    def _show_again(self) -> None:
        self.show_query(self._query)

    def _show_contents(self) -> None:
        group = ""
        for topic in help_topics():
            if (now := topic_group(topic)) != group:
                group = now
                self._heading(group)
            self._line(topic.title, topic.key)

    def _show_hits(self, query: str) -> None:
        hits = search_help(query)
        for hit in hits:
            where = "" if hit.section.title == hit.topic.title else f" — {hit.topic.title}"
            address = f"{hit.topic.key}#{hit.section.key}" if hit.section.key else hit.topic.key
            self._line(f"{hit.section.title}{where}\n{hit.note}", address)
        if not hits:
            self._heading(t("Nothing in the help has all of these words. Try fewer letters."))

    def _heading(self, text: str) -> None:
        item = QListWidgetItem(text, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(self._theme.font("caption", bold=True))
        item.setForeground(self._theme.colour("muted"))

    def _line(self, text: str, address: str) -> None:
        item = QListWidgetItem(text, self)
        item.setData(_ADDRESS, address)
        item.setToolTip(tip(text))

    def _address(self, row: int) -> str:
        return str(self.item(row).data(_ADDRESS) or "")

    def open_current(self) -> None:
        """Open the line of the cursor."""
        if self.currentRow() >= 0 and (address := self._address(self.currentRow())):
            self.chosen.emit(address)

    def _open(self, item: QListWidgetItem) -> None:
        if address := str(item.data(_ADDRESS) or ""):
            self.chosen.emit(address)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_current()
        else:
            super().keyPressEvent(event)
