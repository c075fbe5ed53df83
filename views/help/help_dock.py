"""The help beside the page: contents, search and text; it can be torn off into a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QStackedWidget, QToolButton, QWidget

from console.kernel.i18n import t
from console.presenters.help.help_contents import PAGES, help_topic, page_topic, split_address
from views.help.help_list import HelpList
from views.help.help_text import HelpText
from views.widgets.filter_field import FilterField
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from views.theme.theme import Theme

HISTORY = 50


class HelpDock(QDockWidget):
    """Docked at the right. ``left`` asks to give the focus back to the page."""

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self._theme, self._past, self._here = theme, list[str](), ""
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea)
        self.setWindowTitle(t("Help"))
        self.setAccessibleName(t("Help"))
        self._text, self._list, self._field = HelpText(theme), HelpList(theme), FilterField()
        self._field.setPlaceholderText(t("Search the help"))
        self._field.setAccessibleName(t("Search the help"))
        self._field.setClearButtonEnabled(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._text)
        self._buttons: dict[str, QToolButton] = {}
        self.setTitleBarWidget(self._title_bar())
        body = QFrame()
        body.setProperty("role", "raised")
        space = theme.space(1)
        layout = column(self._field, spacing=space, margins=(space, space, space, space))
        layout.addWidget(self._stack, 1)
        body.setLayout(layout)
        self.setWidget(body)
        self._field.textChanged.connect(self._search)
        self._field.left.connect(self._leave_field)
        self._list.chosen.connect(self.open_address)
        self._text.followed.connect(self.open_address)
        theme.changed.connect(self._paint)
        self.topLevelChanged.connect(lambda _floating: self._paint())
        self._paint()

    def _title_bar(self) -> QWidget:
        bar = QFrame()
        bar.setProperty("role", "drawer")
        runs = {"back": self.back, "rail": self.show_contents, "detach": self._tear, "close": self._close}
        for icon, run in runs.items():
            button = self._buttons[icon] = QToolButton()
            button.setProperty("role", "flat")
            button.clicked.connect(run)
        space = self._theme.space(1)
        back, contents, detach, close = self._buttons.values()
        title = Label(t("Help"), "section")
        bar.setLayout(row(title, back, contents, None, detach, close, margins=(space, 4, space, 4)))
        return bar

    def _paint(self) -> None:
        floats = self.isFloating()
        words = {
            "back": t("Back in the help"),
            "rail": t("Contents of the help"),
            "detach": t("Attach to the window") if floats else t("Detach into a window of its own"),
            "close": t("Close the help"),
        }
        for icon, button in self._buttons.items():
            shown = "attach" if icon == "detach" and floats else icon
            button.setIcon(self._theme.icon(shown, "muted"))
            button.setIconSize(QSize(self._theme.space(2), self._theme.space(2)))
            button.setAccessibleName(words[icon])
            button.setToolTip(words[icon])
        self._buttons["back"].setEnabled(bool(self._past))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._theme.space(42), self._theme.space(60))

    # --- where it is ----------------------------------------------------------------------------------------------

    def open_address(self, address: str) -> None:
        """Show a topic, or a section of it (``glossary#cell``), with the focus in it."""
        if self._here and self._here != address:
            self._past = [*self._past, self._here][-HISTORY:]
        self._show(address)

    def page_shown(self, page: str) -> None:
        """Another page came to the front: follow it while the help of a page is read."""
        if self.isVisible() and self._here.startswith(f"{PAGES}-") and help_topic(page_topic(page)) is not None:
            self._show(page_topic(page), focus=False)

    def back(self) -> None:
        """Show what was read before."""
        if self._past:
            self._show(self._past.pop())

    def show_contents(self) -> None:
        """Show the contents, with the cursor in the search."""
        self._field.clear()
        self._list.show_query("")
        self._stack.setCurrentWidget(self._list)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, address: str, *, focus: bool = True) -> None:
        key, section = split_address(address)
        topic = help_topic(key)
        if topic is None:
            self.show_contents()
            return
        self._here = address
        self._stack.setCurrentWidget(self._text)
        self._text.show_topic(topic, section)
        self._buttons["back"].setEnabled(bool(self._past))
        if focus:
            self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search(self, query: str) -> None:
        self._list.show_query(query)
        self._stack.setCurrentWidget(self._list if query.strip() or not self._here else self._text)

    def _leave_field(self) -> None:
        if self._stack.currentWidget() is self._list and self._field.text():
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._close()

    def _tear(self) -> None:
        self.setFloating(not self.isFloating())

    def _close(self) -> None:
        self.hide()
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()  # Esc closes the help before it goes back in the window
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)
