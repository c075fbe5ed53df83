"""Code view: read-only text with line numbers, search and colours for YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_lines
from views.widgets.layout import column
from views.widgets.numbered_text import NumberedText
from views.widgets.search_bar import SearchBar
from views.widgets.yaml_highlighter import YamlHighlighter

if TYPE_CHECKING:
    from views.theme.theme import Theme

MOST_COLOURED = 400_000  # characters; colouring more would hold up the window
MOST_SHOWN = 1_000_000
LONGEST_LINE = 4_000
MOST_LINES = 20_000  # an object of the largest size that a cluster takes has fewer


class CodeView(QWidget):
    """``show_text`` keeps the place when the text changes little. What is copied is scrubbed.

    ``find_key``: Ctrl+F searches; not where the page has that key for all of its views: two of one key are none.
    """

    def __init__(self, theme: Theme, name: str, *, yaml: bool = True, find_key: bool = True) -> None:
        super().__init__()
        self._text = NumberedText(theme)
        self._text.setAccessibleName(name)
        self._yaml = yaml
        self._highlighter = YamlHighlighter(self._text.document(), theme)
        copy = QPushButton(t("Copy"))
        copy.setProperty("role", "flat")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(scrub(self.text())))
        self._search = SearchBar(theme, self._text, copy)
        layout = column(self._search, spacing=theme.space(1))
        layout.addWidget(self._text, 1)
        self.setLayout(layout)
        self.setFocusProxy(self._text)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.setEnabled(find_key)
        find.activated.connect(self._search.focus)

    def show_text(self, text: str) -> None:
        """Show a text."""
        text = _bounded(visible_lines(text, MOST_SHOWN))
        if text == self.text():
            return
        place = self._text.verticalScrollBar().value()
        coloured = self._yaml and len(text) <= MOST_COLOURED
        if coloured is not (self._highlighter.document() is not None):  # taking it anew leaves a reference behind
            self._highlighter.setDocument(self._text.document() if coloured else None)
        self._text.setPlainText(text)
        self._text.verticalScrollBar().setValue(place)
        self._search.mark()

    def show_line(self, line: int) -> None:
        """Select a line (from 1) and bring it to the middle."""
        block = self._text.document().findBlockByNumber(line - 1)
        if not block.isValid():
            return
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self._text.setTextCursor(cursor)
        self._text.centerCursor()

    def text(self) -> str:
        """Return what is shown."""
        return self._text.toPlainText()

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.focus()


def _bounded(text: str) -> str:
    """Cut lines, and numbers of lines, that Qt would lay out for seconds; what was cut ends in …."""
    if len(text) <= LONGEST_LINE:
        return text
    lines = text.split("\n", MOST_LINES)
    if len(lines) > MOST_LINES:
        lines[MOST_LINES] = "…"
    return "\n".join(f"{one[:LONGEST_LINE]} …" if len(one) > LONGEST_LINE else one for one in lines)
