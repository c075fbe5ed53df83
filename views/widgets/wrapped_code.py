"""A query or a line of code that is read and copied whole, in as little width as there is."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from console.kernel.visible_text import visible_lines
from views.widgets.label import MOST_SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QResizeEvent

    from views.theme.theme import Theme


class WrappedCode(QPlainTextEdit):
    """Plain text, as high as it needs; breaks inside words, where a label would widen the page for the longest one."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setReadOnly(True)
        self.setProperty("role", "code")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        theme.changed.connect(self._dress)
        self._dress()

    def show_text(self, text: str) -> None:
        """Show a text; the same text leaves the selection where it is."""
        shown = visible_lines(text, MOST_SHOWN)
        if shown != self.toPlainText():
            self.setPlainText(shown)
            self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _dress(self) -> None:
        self.setFont(self._theme.font(mono=True))
        self._fit()

    def _fit(self) -> None:
        """Take the height of all lines, of which those with signs of another font are higher."""
        height = max(self.fontMetrics().lineSpacing(), ceil(sum(self._heights()))) + 2
        if height != self.height() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def _heights(self) -> Iterator[float]:
        block = self.document().begin()
        while block.isValid():
            yield self.blockBoundingRect(block).height()
            block = block.next()
