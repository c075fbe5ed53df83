"""Read-only text with line numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QPlainTextEdit, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from views.theme.theme import Theme


class NumberedText(QPlainTextEdit):
    """Plain text by construction: nothing in it is ever taken for markup."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._margin = _Margin(self)
        self.setReadOnly(True)
        self.setProperty("role", "mono")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.blockCountChanged.connect(lambda _count: self._measure())
        self.updateRequest.connect(lambda _area, _by: self._margin.update())
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setFont(self._theme.font(mono=True))
        digits = len(str(max(self.blockCount(), 99)))
        wide = QFontMetrics(self.font()).horizontalAdvance("9") * digits + self._theme.space(2)
        self.setViewportMargins(wide, 0, 0, 0)
        self._margin.setFixedWidth(wide)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        area = self.contentsRect()
        self._margin.setGeometry(QRect(area.left(), area.top(), self._margin.width(), area.height()))

    def paint_numbers(self, painter: QPainter, height: int) -> None:
        """Paint the numbers of the visible lines."""
        painter.setFont(self.font())
        painter.setPen(self._theme.colour("muted"))
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        line = QFontMetrics(self.font()).height()
        while block.isValid() and top <= height:
            area = QRect(0, round(top), self._margin.width() - self._theme.space(1), line)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            top += self.blockBoundingRect(block).height()
            block = block.next()


class _Margin(QWidget):
    def __init__(self, text: NumberedText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self._text.paint_numbers(QPainter(self), event.rect().bottom())
