"""The curve sheet: all lines of a plot in one item, drawn as polygons; an item each costs three times as much."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyqtgraph as pg
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QRectF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QPainter, QPen, QPolygonF
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from views.plots.decimate import Floats


class Curve(NamedTuple):
    """A line: moments (unix seconds), values (NaN parts the line) and its pen."""

    times: Floats
    values: Floats
    pen: QPen


class CurveSheet(pg.GraphicsObject):  # type: ignore[misc]
    """Draws curves where the view box puts them; it never asks for room of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[QPen, list[QPolygonF]]] = []
        self._area = QRectF()

    def show_curves(self, curves: Sequence[Curve], area: QRectF) -> None:
        """Draw these from now on; ``area`` is what the view shows, in moments and values."""
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area
        self._lines = [(one.pen, [arrayToQPolygonF(*part) for part in _parts(one)]) for one in curves]
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return self._area

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setRenderHint(painter.RenderHint.Antialiasing, False)
        for pen, lines in self._lines:
            painter.setPen(pen)
            for line in lines:
                painter.drawPolyline(line)


def _parts(curve: Curve) -> Iterator[tuple[Floats, Floats]]:
    """Yield the pieces of a line between its gaps."""
    known = np.isfinite(curve.values)
    if known.all():
        yield curve.times, curve.values
        return
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        yield curve.times[first:last], curve.values[first:last]
