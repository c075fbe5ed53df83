"""The lock of the header: read-only, or unlocked until; a click offers to unlock and to lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from console.kernel.i18n import t
from views.widgets.label import unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.presenters.change_lock import LockLine, LockRow
    from views.theme.theme import Theme


class LockButton(QToolButton):
    """``opened`` asks for the menu; ``unlock_asked`` and ``lock_asked`` carry a LockLine."""

    opened = Signal()
    unlock_asked = Signal(object)
    lock_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._open = theme, False
        self.setProperty("role", "flat")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(self.opened)
        theme.changed.connect(self._paint)
        self.show_word(
            t("read-only"), t("Nothing can be changed. Unlock a connection for a while here."), is_open=False
        )

    def show_row(self, row: LockRow) -> None:
        """Show whether something can be changed now."""
        self.show_word(row.word, row.tip, is_open=row.is_open)

    def show_word(self, word: str, tip: str, *, is_open: bool) -> None:
        """Show a word with the lock or the open lock."""
        if (word, tip, is_open) != (self.text(), self.toolTip(), self._open):
            self._open = is_open
            self.setText(word)
            self.setToolTip(tip)
            self.setAccessibleName(t("Changes: {state}", state=word))
        self._paint()

    def _paint(self) -> None:
        self.setIcon(self._theme.icon("unlock" if self._open else "lock", "warning" if self._open else "muted"))
        self.setIconSize(QSize(self._theme.space(2), self._theme.space(2)))

    def offer(self, lines: Iterable[LockLine], *, read_only: bool) -> QMenu:
        """Open the menu of the connections that can be changed, or say why there is none."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for line in () if read_only else lines:
            if line.until:
                text = t("Lock {name} now ({environment}, unlocked until {time})", name=line.title,
                         environment=line.environment, time=line.until)  # fmt: skip
                signal = self.lock_asked
            else:
                text = t("Unlock {name} for a while ({environment})", name=line.title, environment=line.environment)
                signal = self.unlock_asked
            menu.addAction(unmarked(text)).triggered.connect(lambda _on, one=line, asked=signal: asked.emit(one))
        if menu.isEmpty():
            why = t("The console runs with --read-only.") if read_only else t("No connection here can be changed.")
            menu.addAction(unmarked(why)).setEnabled(False)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        return menu
