"""Spans below one another: what was planned as a frame, what it became as a bar in it or beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.presenters.format import UNKNOWN
from views.widgets.mark import HEALTH_MARKS, paint_mark

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from console.presenters.model_sheet import SheetBar, SheetBars
    from views.theme.theme import Theme


class SpanChart(QWidget):
    """Hidden without bars. Severity is told by the mark's shape, the colour and the place of the bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: SheetBars | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.hide()

    def show_bars(self, bars: SheetBars | None) -> None:
        """Show bars; ``None``: none."""
        self.setVisible(bars is not None)
        if bars == self._bars:
            return
        self._bars = bars
        if bars is not None:
            self.setAccessibleName(bars.title)
            self.setAccessibleDescription("; ".join(f"{bar.label} {bar.text}" for bar in bars.bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        lines = 2 + len(self._bars.bars) if self._bars is not None else 0
        return QSize(self._theme.space(40), lines * self._line())

    def _line(self) -> int:
        return QFontMetrics(self.font()).height() + self._theme.space(0.5)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        bars = self._bars
        if bars is None:
            return
        painter = QPainter(self)
        metrics, line = QFontMetrics(self.font()), self._line()
        left = max(metrics.horizontalAdvance(bar.label) for bar in bars.bars) + 2 * line
        right = max(metrics.horizontalAdvance(bar.text) for bar in bars.bars) + self._theme.space(2)
        field = QRectF(left, line, max(10.0, self.width() - left - right), line * len(bars.bars))
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignVCenter, bars.title)
        scale = _Scale(bars, field)
        self._paint_axis(painter, bars, scale, field)
        for place, bar in enumerate(bars.bars):
            self._paint_bar(painter, bar, scale, QRectF(0, line * (place + 1), self.width(), line))

    def _paint_axis(self, painter: QPainter, bars: SheetBars, scale: _Scale, field: QRectF) -> None:
        metrics, taken = painter.fontMetrics(), -1.0
        for place, text in bars.marks:
            x, width = scale.x(place), metrics.horizontalAdvance(text)
            painter.setPen(QPen(self._theme.colour("border"), 1))
            painter.drawLine(int(x), int(field.top()), int(x), int(field.bottom()))
            begins = min(max(0.0, x - width / 2), self.width() - width)
            if begins < taken:
                continue
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(
                QRectF(begins, field.bottom(), width + 2, self._line()), Qt.AlignmentFlag.AlignVCenter, text
            )
            taken = begins + width + self._theme.space(1)

    def _paint_bar(self, painter: QPainter, bar: SheetBar, scale: _Scale, area: QRectF) -> None:
        hue = HEALTH_MARKS[bar.health].hue
        size = area.height() * 0.55
        mark = QRectF(0, area.center().y() - size / 2, size, size)
        paint_mark(painter, mark, HEALTH_MARKS[bar.health].shape, self._theme.colour(hue))
        painter.setPen(self._theme.colour("text"))
        words = QRectF(area.height(), area.top(), scale.left - area.height(), area.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, bar.label)
        painter.drawText(QRectF(scale.right, area.top(), area.right() - scale.right, area.height()),
                         Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, bar.text or UNKNOWN)  # fmt: skip
        planned = scale.box(bar.planned, area, 0.72)
        painter.setPen(QPen(self._theme.colour("border_strong"), 1))
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRect(planned)
        if bar.actual is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(hue if bar.health else "accent"))
            painter.drawRect(scale.box(bar.actual, area, 0.4))


class _Scale:
    """From the axis of the bars to pixels."""

    def __init__(self, bars: SheetBars, field: QRectF) -> None:
        places = [place for place, _ in bars.marks]
        places += [one for bar in bars.bars for one in (*bar.planned, *(bar.actual or ()))]
        self._low, high = min(places), max(places)
        self._factor = field.width() / ((high - self._low) or 1.0)
        self.left, self.right = field.left(), field.right()

    def x(self, place: float) -> float:
        return self.left + (place - self._low) * self._factor

    def box(self, span: tuple[float, float], area: QRectF, share: float) -> QRectF:
        height = area.height() * share
        begins, ends = self.x(span[0]), self.x(span[1])
        return QRectF(begins, area.center().y() - height / 2, max(2.0, ends - begins), height)
