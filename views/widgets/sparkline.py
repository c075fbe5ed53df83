"""Sparkline: the course of a number, as small as a word."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QPaintEvent

    from views.theme.theme import Theme


def sparkline_points(times: Sequence[float], values: Sequence[float], area: QRectF) -> list[QPolygonF]:
    """Return the line in pixels; a gap (not finite) parts it. At most two points (lowest, highest) per pixel column."""
    finite = [value for value in values if isfinite(value)]
    if len(finite) < 2 or times[-1] <= times[0]:
        return []
    low, high = min(finite), max(finite)
    span = high - low or 1.0
    x_scale = area.width() / (times[-1] - times[0])
    parts: list[list[QPointF]] = [[]]
    for x, value in _columns(times, values, x_scale):
        if not isfinite(value):
            if parts[-1]:
                parts.append([])
            continue
        y = area.center().y() if high == low else area.bottom() - (value - low) / span * area.height()
        parts[-1].append(QPointF(area.left() + x, y))
    return [QPolygonF(part) for part in parts if part]


def _columns(times: Sequence[float], values: Sequence[float], x_scale: float) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    column, lowest, highest = -1, 0.0, 0.0
    for at, value in zip(times, values, strict=True):
        x = (at - times[0]) * x_scale
        if int(x) != column or not isfinite(value):
            column, lowest, highest = int(x), value, value
            found.append((x, value))
        elif value < lowest or value > highest:
            lowest, highest = min(value, lowest), max(value, highest)
            found.append((x, value))
    return found


def paint_sparkline(
    painter: QPainter, area: QRectF, times: Sequence[float], values: Sequence[float], colour: QColor
) -> None:
    """Paint a sparkline into an area, with a dot at its end."""
    parts = sparkline_points(times, values, area.adjusted(1, 2, -4, -2))
    if not parts:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1))
    for part in parts:
        painter.drawPolyline(part)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(parts[-1].last(), 2, 2)
    painter.restore()


class Sparkline(QWidget):
    """A sparkline of its own; without two known points it stays blank."""

    def __init__(self, theme: Theme, hue: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._hue = theme, hue
        self._times: Sequence[float] = ()
        self._values: Sequence[float] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_series(self, times: Sequence[float], values: Sequence[float], hue: str = "") -> None:
        """Show points (unix seconds ascending, values; NaN is a gap)."""
        self._times, self._values = times, values
        self._hue = hue or self._hue
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._theme.space(10), self._theme.space(3))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        paint_sparkline(painter, QRectF(self.rect()), self._times, self._values, self._theme.colour(self._hue))
