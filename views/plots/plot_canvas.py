"""The canvas of a time plot: the only module that knows pyqtgraph's plot items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPen

from console.presenters.format import quantity, tick_moment
from views.plots.curve_sheet import Curve, CurveSheet
from views.plots.decimate import decimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPointF

    from console.domain.unit import Unit
    from views.plots.decimate import Floats
    from views.plots.plot_series import PlotBand, PlotLimit, PlotMark, PlotSeries
    from views.theme.theme import Theme
    from views.theme.tokens import Tokens

HEADROOM = 0.08
MOST_POINTS = 120_000  # of a frame: of more than fifty lines, neighbouring pixel columns are drawn as one


class _ValueAxis(pg.AxisItem):  # type: ignore[misc]
    def __init__(self, unit: Unit) -> None:
        super().__init__("left")
        self._unit = unit
        self.enableAutoSIPrefix(False)
        self.setStyle(maxTickLevel=1)  # a third level is a line every ten pixels: noise, and a third of a frame's time

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:  # noqa: N802
        return [quantity(float(value), self._unit) for value in values]


class _TimeAxis(pg.DateAxisItem):  # type: ignore[misc]
    """Its own names of days and months are those of the C library, whatever language the reader chose."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.enableAutoSIPrefix(False)  # its label, which nobody sees, would be set in every frame

    def tickStrings(self, values: Sequence[float], _scale: float, spacing: float) -> list[str]:  # noqa: N802
        return [tick_moment(float(value), spacing) for value in values]


class PlotCanvas(pg.PlotWidget):  # type: ignore[misc]
    """Draws; ``hovered`` carries the moment under the mouse (unix seconds), ``None`` when it has left."""

    hovered = Signal(object)

    def __init__(self, theme: Theme, unit: Unit) -> None:
        self._theme = theme
        self._value_axis, self._time_axis = _ValueAxis(unit), _TimeAxis()
        super().__init__(axisItems={"left": self._value_axis, "bottom": self._time_axis}, background=None)
        self._data: list[tuple[Floats, Floats]] = []
        self._levels: list[pg.InfiniteLine] = []
        self._moments: list[pg.InfiniteLine] = []
        self._fills: list[pg.FillBetweenItem] = []
        self._ends: list[float] = []
        self._pens: dict[tuple[int, bool], QPen] = {}
        self._dressed: tuple[Tokens, float] | None = None
        item = self.getPlotItem()
        item.setMouseEnabled(False, False)
        item.setMenuEnabled(False)
        item.hideButtons()
        item.showGrid(x=False, y=True, alpha=0.6)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self._sheet = CurveSheet()
        item.addItem(self._sheet, ignoreBounds=True)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.setVisible(False)
        item.addItem(self._cursor, ignoreBounds=True)
        self.scene().sigMouseMoved.connect(self._moved)

    def draw(
        self,
        series: Sequence[PlotSeries],
        span: tuple[float, float],
        limits: Sequence[PlotLimit],
        marks: Sequence[PlotMark] = (),
        bands: Sequence[PlotBand] = (),
    ) -> None:
        """Draw series between two moments, with limits, marked moments and bands behind them."""
        self._dress()
        self._draw_bands(bands)
        item = self.getPlotItem()
        columns = max(2, min(round(item.vb.width()) or self.width(), MOST_POINTS // (2 * len(series) or 1)))
        self._data = [(np.asarray(one.times, float), np.asarray(one.values, float)) for one in series]
        curves = [
            Curve(*decimate(*_within(*points, span), columns), self._pen(place, one))
            for place, (points, one) in enumerate(zip(self._data, series, strict=True))
        ]
        self._draw_limits(limits)
        self._draw_marks(marks)
        low, high = self._set_range(curves, span, limits)
        self._sheet.show_curves(curves, QRectF(span[0], low, span[1] - span[0], high - low))
        self.scene().prepareForPaint()  # the view's place; done while painting, it would have all painted once more

    def _pen(self, place: int, one: PlotSeries) -> QPen:
        colour = self._theme.colour(one.hue) if one.hue else self._theme.plot(place)
        key = (colour.rgba(), one.dashed)
        if key not in self._pens:
            pen = QPen(QColor(colour))
            pen.setWidth(1)  # wider costs four to nine times as much
            pen.setCosmetic(True)
            if one.dashed:
                pen.setStyle(Qt.PenStyle.DashLine)
            self._pens[key] = pen
        return self._pens[key]

    def _draw_limits(self, limits: Sequence[PlotLimit]) -> None:
        item = self.getPlotItem()
        for old in self._levels:
            item.removeItem(old)
        self._levels = []
        for limit in limits:
            colour = self._theme.colour(limit.hue)
            label = {"position": 0.02, "anchors": [(0, 0), (0, 1)], "color": colour}
            level = pg.InfiniteLine(
                limit.value,
                angle=0,
                pen=pg.mkPen(colour, style=Qt.PenStyle.DashLine),
                label=limit.name,
                labelOpts=label,
            )
            item.addItem(level, ignoreBounds=True)
            self._levels.append(level)

    def _draw_bands(self, bands: Sequence[PlotBand]) -> None:
        item = self.getPlotItem()
        for old in self._fills:
            item.removeItem(old)
        self._fills, self._ends = [], []
        for band in bands:
            times, colour = np.asarray(band.times, float), QColor(self._theme.colour(band.hue))
            colour.setAlphaF(band.strength)
            low, high = (np.asarray(one, float) for one in (band.low, band.high))
            ends = [pg.PlotCurveItem(times, one, connect="finite") for one in (low, high)]
            fill = pg.FillBetweenItem(*ends, brush=colour)
            fill.setZValue(-10)
            item.addItem(fill, ignoreBounds=True)
            self._fills.append(fill)
            self._ends += _ends((low, high))

    def _draw_marks(self, marks: Sequence[PlotMark]) -> None:
        item = self.getPlotItem()
        for old in self._moments:
            item.removeItem(old)
        self._moments = []
        for mark in marks:
            line = pg.InfiniteLine(mark.at_s, angle=90, pen=pg.mkPen(self._theme.colour(mark.hue)))
            item.addItem(line, ignoreBounds=True)
            self._moments.append(line)

    def _set_range(
        self, curves: Sequence[Curve], span: tuple[float, float], limits: Sequence[PlotLimit]
    ) -> tuple[float, float]:
        """Show the span, and of the values what is needed for all that is drawn; return the latter."""
        item = self.getPlotItem()
        item.setXRange(*span, padding=0)
        ends = [*_ends([one.values for one in curves]), *(limit.value for limit in limits), *self._ends]
        low, high = _spread(ends) if ends else (0.0, 1.0)
        if ends:
            item.setYRange(low, high, padding=0)
        return low, high

    def _dress(self) -> None:
        worn = (self._theme.tokens, self._theme.scale)
        if worn == self._dressed:
            return  # else both axes are laid out and drawn anew in every frame
        self._dressed = worn
        muted, border = self._theme.colour("muted"), self._theme.colour("border")
        for axis in (self._value_axis, self._time_axis):
            axis.setPen(pg.mkPen(border))
            axis.setTextPen(pg.mkPen(muted))
            axis.setStyle(tickFont=self._theme.font("caption"), tickLength=-4)
        self._cursor.setPen(pg.mkPen(self._theme.colour("border_strong")))

    def value_at(self, place: int, at_s: float | None) -> float | None:
        """Return the value of a series at the last point up to ``at_s`` (``None``: the newest), ``None`` if unknown."""
        if place >= len(self._data):
            return None
        times, values = self._data[place]
        index = len(times) - 1 if at_s is None else int(np.searchsorted(times, at_s, side="right")) - 1
        value = float(values[index]) if 0 <= index < len(values) else float("nan")
        return value if np.isfinite(value) else None

    def _moved(self, place: QPointF) -> None:
        box = self.getPlotItem().vb
        inside = box.sceneBoundingRect().contains(place)
        self._cursor.setVisible(inside)
        moment = float(box.mapSceneToView(place).x()) if inside else None
        if moment is not None:
            self._cursor.setValue(moment)
        self.hovered.emit(moment)

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._cursor.setVisible(False)
        self.hovered.emit(None)


def _ends(parts: Sequence[Floats]) -> list[float]:
    """Return the least and the greatest number of all; nothing where there is none."""
    seen = np.concatenate(parts) if parts else np.empty(0)
    if len(seen) and not (np.isfinite(seen.min()) and np.isfinite(seen.max())):
        seen = seen[np.isfinite(seen)]  # copied only if need be: it is a twentieth of a frame
    return [float(seen.min()), float(seen.max())] if len(seen) else []


def _spread(ends: Sequence[float]) -> tuple[float, float]:
    """Return the range that is shown of values: from zero where that is near, with some room above and below."""
    low, high = min(ends), max(ends)
    if low >= 0 and low < high * 0.5:
        low = 0.0
    space = (high - low) * HEADROOM or abs(high) * HEADROOM or 1.0
    return (low if low == 0.0 else low - space), high + space


def _within(times: Floats, values: Floats, span: tuple[float, float]) -> tuple[Floats, Floats]:
    first = max(0, int(np.searchsorted(times, span[0])) - 1)
    last = int(np.searchsorted(times, span[1], side="right")) + 1
    return times[first:last], values[first:last]
