"""Marks: each state has a shape beside its colour and its word, so that it can be told without seeing colours."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.kernel.i18n import t

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor


class Shape(StrEnum):
    """The outline of a mark."""

    DISC = "disc"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    RING = "ring"
    HALF = "half"


class Mark(NamedTuple):
    """How a state looks: its shape and the hue of its colour (``<hue>_soft`` is its background)."""

    shape: Shape
    hue: str


HEALTH_MARKS = {
    Health.OK: Mark(Shape.DISC, "ok"),
    Health.UNKNOWN: Mark(Shape.RING, "unknown"),
    Health.WARNING: Mark(Shape.TRIANGLE, "warning"),
    Health.CRITICAL: Mark(Shape.DIAMOND, "critical"),
}
CONNECTION_MARKS = {
    ConnectionState.IDLE: Mark(Shape.RING, "unknown"),
    ConnectionState.CONNECTING: Mark(Shape.HALF, "unknown"),
    ConnectionState.LIVE: Mark(Shape.DISC, "ok"),
    ConnectionState.FAILED: Mark(Shape.DIAMOND, "critical"),
}


def health_word(health: Health) -> str:
    """Return the translated word of a health."""
    return {
        Health.OK: t("OK"),
        Health.UNKNOWN: t("Unknown"),
        Health.WARNING: t("Warning"),
        Health.CRITICAL: t("Critical"),
    }[health]


def connection_word(state: ConnectionState) -> str:
    """Return the translated word of a connection state."""
    return {
        ConnectionState.IDLE: t("Not in use"),
        ConnectionState.CONNECTING: t("Connecting"),
        ConnectionState.LIVE: t("Live"),
        ConnectionState.FAILED: t("Failed"),
    }[state]


def paint_mark(painter: QPainter, area: QRectF, shape: Shape, colour: QColor) -> None:
    """Paint a mark into a square area."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = area.adjusted(1, 1, -1, -1)
    thin = QPen(colour, max(1.5, area.width() / 7))
    thin.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(thin)
    painter.setBrush(Qt.BrushStyle.NoBrush if shape in {Shape.RING, Shape.HALF} else colour)
    if shape in {Shape.TRIANGLE, Shape.DIAMOND}:
        painter.drawPolygon(_corners(shape, inner))
    else:
        painter.drawEllipse(inner)
    if shape is Shape.HALF:
        painter.setBrush(colour)
        painter.drawPie(inner, 90 * 16, -180 * 16)
    painter.restore()


def _corners(shape: Shape, area: QRectF) -> QPolygonF:
    middle = area.center().x()
    if shape is Shape.TRIANGLE:
        return QPolygonF([QPointF(middle, area.top()), area.bottomRight(), area.bottomLeft()])
    height = area.center().y()
    return QPolygonF(
        [
            QPointF(middle, area.top()),
            QPointF(area.right(), height),
            QPointF(middle, area.bottom()),
            QPointF(area.left(), height),
        ]
    )
