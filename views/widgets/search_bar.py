"""Search bar of a text: finds while typing, counts, steps with Enter and Shift+Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit, QToolButton, QWidget

from console.kernel.i18n import t
from views.widgets.filter_field import EscapeField
from views.widgets.label import Label
from views.widgets.layout import row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit

    from views.theme.theme import Theme

MOST_MATCHES = 1_000


class _Field(EscapeField):
    step = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.step.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)


class SearchBar(QWidget):
    """Works on one text widget; ``extra`` widgets stand at the right."""

    def __init__(self, theme: Theme, text: QPlainTextEdit, *extra: QWidget) -> None:
        super().__init__()
        self._theme, self._text = theme, text
        self._field, self._count = _Field(), Label(role="muted")
        self._field.setPlaceholderText(t("Search in the text"))
        self._field.setAccessibleName(t("Search in the text"))
        self._field.setClearButtonEnabled(True)
        self._field.setFixedWidth(theme.space(28))
        self._field.textChanged.connect(self._search)
        self._field.step.connect(self.step)
        self._field.left.connect(text.setFocus)
        self._buttons = (QToolButton(), QToolButton())
        for button, word, backwards in zip(
            self._buttons, (t("Previous match"), t("Next match")), (True, False), strict=True
        ):
            button.setProperty("role", "flat")
            button.setAccessibleName(word)
            button.setToolTip(word)
            button.clicked.connect(lambda _on, back=backwards: self.step(back))
        layout = row(self._field, *self._buttons, self._count, None, *extra, spacing=theme.space(0.5))
        self.setLayout(layout)
        theme.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        for button, icon in zip(self._buttons, ("chevron-up", "chevron-down"), strict=True):
            button.setIcon(self._theme.icon(icon, "muted"))
            button.setIconSize(QSize(self._theme.space(2), self._theme.space(2)))
        self.mark()

    def focus(self) -> None:
        """Put the cursor into the field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def wanted(self) -> str:
        """Return what is searched for."""
        return self._field.text()

    def _search(self) -> None:
        self.mark()
        if self.wanted():
            cursor = self._text.textCursor()
            cursor.setPosition(cursor.selectionStart())
            self._text.setTextCursor(cursor)
            self.step(backwards=False)

    def step(self, backwards: bool) -> None:
        """Go to the next match, or the one before; round the end."""
        wanted = self.wanted()
        if not wanted:
            return
        flags = QTextDocument.FindFlag.FindBackward if backwards else QTextDocument.FindFlag(0)
        if not self._text.find(wanted, flags):
            cursor = self._text.textCursor()
            end = QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start
            cursor.movePosition(end)
            self._text.setTextCursor(cursor)
            self._text.find(wanted, flags)

    def mark(self) -> None:
        """Mark all matches and count them."""
        wanted = self.wanted()
        marks: list[QTextEdit.ExtraSelection] = []
        if wanted:
            look = QTextCharFormat()
            look.setBackground(self._theme.colour("match"))
            found = self._text.document().find(wanted)
            while not found.isNull() and len(marks) < MOST_MATCHES:
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = found, look
                marks.append(mark)
                found = self._text.document().find(wanted, found)
        self._text.setExtraSelections(marks)
        more = "+" if len(marks) >= MOST_MATCHES else ""
        self._count.setText(t("{count} matches", count=f"{len(marks)}{more}") if wanted else "")
