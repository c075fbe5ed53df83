"""A text of several lines that gives way: what has no room ends in … and is whole in the tooltip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextLayout, QTextOption

from views.widgets.label import Label
from views.widgets.tip import tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget


class Paragraph(Label):
    """Wraps at words, and within one that is wider than itself. It keeps room for ``least`` lines."""

    def __init__(self, role: str = "", least: int = 1, parent: QWidget | None = None) -> None:
        super().__init__("", role, wrap=True, parent=parent)
        self._least = least
        self._known: tuple[object, tuple[str, ...]] = (None, ())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self._least * QFontMetrics(self.font()).lineSpacing())

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return max(self._least, len(self._lines(width))) * QFontMetrics(self.font()).lineSpacing()

    def _lines(self, width: int) -> tuple[str, ...]:
        """Return the text in lines of ``width``; a text is laid out once, not whenever it is painted."""
        asked = (self.text(), width, self.font().key())
        if self._known[0] != asked:
            self._known = (
                asked,
                tuple(line for part in self.text().split("\n") for line in self._wrapped(part, width)),
            )
        return self._known[1]

    def _wrapped(self, text: str, width: int) -> list[str]:
        layout = QTextLayout(text, self.font())
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        option = layout.textOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            starts.append(line.textStart())
        layout.endLayout()
        return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        metrics = QFontMetrics(self.font())
        lines, most = self._lines(self.width()), max(1, self.height() // metrics.lineSpacing())
        whole = tip(self.text()) if len(lines) > most else ""
        if whole != self.toolTip():
            self.setToolTip(whole)
        shown = lines[:most]
        if whole:
            shown = (*shown[:-1], metrics.elidedText(shown[-1] + "…", Qt.TextElideMode.ElideRight, self.width()))
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        height = metrics.lineSpacing()
        is_top = bool(self.alignment() & Qt.AlignmentFlag.AlignTop)
        top = 0 if is_top else max(0, self.height() - len(shown) * height) / 2
        for place, line in enumerate(shown):
            painter.drawText(QRectF(0, top + place * height, self.width(), height), Qt.AlignmentFlag.AlignLeft, line)
