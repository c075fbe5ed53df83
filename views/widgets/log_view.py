"""Log view: an ever-growing log that follows, can be searched, and never holds up the window."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton, QWidget

from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_line
from console.presenters.format import number
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.numbered_text import NumberedText
from views.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QHideEvent, QShowEvent

    from views.theme.theme import Theme

CAPACITY = 20_000
PER_FLUSH = 2_000
FLUSH_MS = 50
LONGEST = 4_000
_TERMINAL = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")


class LogView(QWidget):
    """``feed`` takes lines from any thread; the newest ``CAPACITY`` lines are kept, shown in batches.

    ``find_key``: Ctrl+F searches; not where the page has that key for all of its views: two of one key are none.
    """

    follow_changed = Signal(bool)

    def __init__(self, theme: Theme, name: str, *extra: QWidget, find_key: bool = True) -> None:
        super().__init__()
        self._waiting: deque[str] = deque(maxlen=CAPACITY)
        self._taken = 0
        self._text = NumberedText(theme)
        self._text.setAccessibleName(name)
        self._text.setMaximumBlockCount(CAPACITY)
        self._text.setUndoRedoEnabled(False)
        self._follow, self._wrap = QCheckBox(t("Follow")), QCheckBox(t("Wrap lines"))
        self._follow.setChecked(True)
        self._follow.toggled.connect(self._followed)
        self._wrap.toggled.connect(self._wrapped)
        copy, clear = QPushButton(t("Copy")), QPushButton(t("Clear"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(scrub(self._text.toPlainText())))
        clear.clicked.connect(self.clear)
        for button in (copy, clear):
            button.setProperty("role", "flat")
        self._search = SearchBar(theme, self._text, *extra, self._follow, self._wrap, copy, clear)
        self._status = Label(role="caption")
        layout = column(self._search, spacing=theme.space(1))
        layout.addWidget(self._text, 1)
        layout.addLayout(row(self._status, None))
        self.setLayout(layout)
        self.setFocusProxy(self._text)
        self._text.verticalScrollBar().actionTriggered.connect(lambda _action: self._scrolled())
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.setEnabled(find_key)
        find.activated.connect(self._search.focus)
        self._flush = QTimer(self)
        self._flush.setObjectName("log flush")
        self._flush.setInterval(FLUSH_MS)
        self._flush.timeout.connect(self.flush)

    def feed(self, lines: Iterable[str]) -> None:
        """Add lines. Any thread; of more than ``CAPACITY`` waiting lines the oldest are dropped."""
        self._waiting.extend(lines)

    def flush(self) -> None:
        """Show a batch of what waits."""
        if not self._waiting:
            return
        batch = [self._waiting.popleft() for _ in range(min(PER_FLUSH, len(self._waiting)))]
        self._taken += len(batch)
        bar = self._text.verticalScrollBar()
        place = bar.value()
        dropped = max(0, self._text.blockCount() + len(batch) - CAPACITY) if self._taken > CAPACITY else 0
        self._text.appendPlainText("\n".join(_plain(line) for line in batch))
        if self._follow.isChecked():
            bar.setValue(bar.maximum())
        elif dropped:
            bar.setValue(max(0, place - dropped))
        if self._search.wanted() and not self._waiting:
            self._search.mark()
        self._tell()

    def _tell(self) -> None:
        kept = self._text.blockCount() if self._taken else 0
        text = t("{count} lines", count=number(self._taken))
        if self._taken > kept:
            text = t("{count} lines, the last {kept} are kept", count=number(self._taken), kept=number(kept))
        self._status.setText(text)

    def clear(self) -> None:
        """Forget all lines."""
        self._waiting.clear()
        self._text.clear()
        self._taken = 0
        self._tell()

    def text(self) -> str:
        """Return the lines that are shown."""
        return self._text.toPlainText()

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.focus()

    def _followed(self, on: bool) -> None:
        if on:
            self._text.moveCursor(QTextCursor.MoveOperation.End)
        self.follow_changed.emit(on)

    def _wrapped(self, on: bool) -> None:
        modes = QPlainTextEdit.LineWrapMode
        self._text.setLineWrapMode(modes.WidgetWidth if on else modes.NoWrap)

    def _scrolled(self) -> None:
        """Scrolling up stops following, scrolling to the end begins it again."""
        bar = self._text.verticalScrollBar()
        self._follow.setChecked(bar.sliderPosition() >= bar.maximum() - 1)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._flush.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._flush.stop()
        super().hideEvent(event)


def _plain(line: str) -> str:
    if len(line) > LONGEST:
        line = line[:LONGEST] + " …"
    if "\x1b" in line:
        line = _TERMINAL.sub("", line)
    return visible_line(line.expandtabs())
