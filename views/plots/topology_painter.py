"""Painting of a topology: lanes, edges as wide as their traffic, and nodes with health by shape and colour."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainterPath, QPen

from console.domain.health import Health
from console.presenters.signal_text import layer_label
from views.widgets.mark import HEALTH_MARKS, paint_mark

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPainter

    from console.presenters.topology_graph import Topology, TopologyEdge, TopologyNode
    from console.presenters.topology_layout import Box, TopologyLayout
    from views.theme.theme import Theme

WIDEST_PX = 9.0
ROUND_PX = 5.0


class TopologyPainter:
    """Paints once; ``marked`` is the key of the node whose traffic stands out, or empty."""

    def __init__(
        self, painter: QPainter, theme: Theme, layout: TopologyLayout, topology: Topology, marked: str
    ) -> None:
        self._painter, self._theme, self._layout = painter, theme, layout
        self._topology, self._marked = topology, marked
        self._kinds = {node.key: node.kind for node in topology.nodes}
        rates = [edge.rate or 0.0 for edge in topology.edges]
        self._most = max([*rates, 1e-9])

    def paint(self) -> None:
        """Paint everything, back to front."""
        self._headers()
        self._lanes()
        for edge in self._topology.edges:
            self._edge(edge)
        for node in self._topology.nodes:
            box = self._layout.boxes.get(node.key)
            if box is not None:
                self._node(node, box)

    def _headers(self) -> None:
        self._painter.setFont(self._theme.font("caption"))
        self._painter.setPen(self._theme.colour("muted"))
        for layers, box in self._layout.columns:
            title = " · ".join(layer_label(layer) for layer in layers)
            around = self._theme.space(2)  # the title of a shared column is wider than its parts
            self._painter.drawText(_rect(box).adjusted(-around, 0, around, 0), Qt.AlignmentFlag.AlignCenter, title)

    def _lanes(self) -> None:
        self._painter.setPen(QPen(self._theme.colour("border"), 1))
        self._painter.setBrush(self._theme.colour("surface"))
        for lane in self._layout.lanes:
            self._painter.drawRoundedRect(_rect(lane.box).adjusted(0.5, 0.5, -0.5, -0.5), ROUND_PX, ROUND_PX)

    def _edge(self, edge: TopologyEdge) -> None:
        source, target = self._layout.boxes.get(edge.source), self._layout.boxes.get(edge.target)
        if source is None or target is None:
            return
        stands_out = self._marked in {edge.source, edge.target}
        path = _curve(source, target)
        colour = QColor(self._edge_colour(edge, stands_out))
        if not stands_out:
            colour.setAlphaF(0.15 if self._marked else 0.45)
        width = 1.0 + (WIDEST_PX - 1.0) * sqrt((edge.rate or 0.0) / self._most)
        style = Qt.PenStyle.SolidLine if edge.rate is not None else Qt.PenStyle.DashLine
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(colour, width, style, Qt.PenCapStyle.FlatCap))
        self._painter.drawPath(path)
        if self._kinds.get(edge.source) == "router":
            self._router_label(edge, target)

    def _edge_colour(self, edge: TopologyEdge, stands_out: bool) -> QColor:
        if edge.health in {Health.WARNING, Health.CRITICAL}:
            return self._theme.health(edge.health)
        return self._theme.colour("accent" if stands_out or self._kinds.get(edge.source) == "router" else "muted")

    def _router_label(self, edge: TopologyEdge, target: Box) -> None:
        font = self._theme.font("caption")
        metrics = QFontMetricsF(font)
        self._painter.setFont(font)
        right, size = target.x - self._theme.space(), metrics.ascent()
        top = target.left[1] - metrics.height() * len(edge.lines) / 2
        for place, text in enumerate(edge.lines):
            is_noted = edge.is_off and place == len(edge.lines) - 1
            indent = size + 4 if is_noted else 0.0
            width = metrics.horizontalAdvance(text) + 6 + indent
            area = QRectF(right - width, top + place * metrics.height(), width, metrics.height())
            backdrop = QColor(self._theme.colour("window"))
            backdrop.setAlphaF(0.85)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(backdrop)
            self._painter.drawRect(area)
            if is_noted:  # not as agreed: told by shape and colour too
                self._mark(QRectF(area.x() + 2, area.center().y() - size / 2, size, size), edge.health)
                area.setLeft(area.left() + indent)
            plain = self._theme.colour("muted" if place else "text")
            self._painter.setPen(self._theme.health(edge.health) if is_noted else plain)
            self._painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _node(self, node: TopologyNode, box: Box) -> None:
        rect = _rect(box)
        if node.kind == "cell":
            self._cell_head(node, rect)
            return
        fill = self._theme.colour("raised")
        bad = node.health in {Health.WARNING, Health.CRITICAL}
        if bad:
            fill = self._theme.health(node.health, soft=True)
        chosen = node.key == self._marked
        pen = self._theme.colour("focus") if chosen else self._theme.health(node.health) if bad else None
        self._painter.setPen(QPen(pen or self._theme.colour("border_strong"), 2 if chosen else 1))
        self._painter.setBrush(fill)
        radius = rect.height() / 2 if node.kind == "store" else ROUND_PX
        self._painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        self._caption(node, rect.adjusted(6, 0, -8, 0))

    def _cell_head(self, node: TopologyNode, rect: QRectF) -> None:
        if node.key == self._marked:
            self._painter.setPen(QPen(self._theme.colour("focus"), 2))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), ROUND_PX, ROUND_PX)
        size = self._theme.space(2)
        inner = rect.adjusted(self._theme.space(1.5), 0, -self._theme.space(), 0)
        middle = inner.center().y()
        title = self._theme.font("section", bold=True)
        height = QFontMetricsF(title).height()
        self._mark(QRectF(inner.x(), middle - height / 2 - size / 2, size, size), node.health)
        self._text(
            title, "text", node.title, QRectF(inner.x() + size + 6, middle - height, inner.width() - size - 6, height)
        )
        self._text(
            self._theme.font("caption"),
            "muted",
            node.detail,
            QRectF(inner.x() + size + 6, middle, inner.width() - size - 6, height),
        )

    def _caption(self, node: TopologyNode, rect: QRectF) -> None:
        """Write the name, and the detail beside it where both fit; of a healthy node the name matters more."""
        size = min(self._theme.space(1.375), rect.height() - 4)
        self._mark(QRectF(rect.x(), rect.center().y() - size / 2, size, size), node.health)
        left = rect.x() + size + 5
        if node.kind == "router":
            self._two_lines(node, rect.adjusted(size + 5, 0, 0, 0))
            return
        font = self._theme.font("caption")
        metrics = QFontMetricsF(font)
        detail = metrics.horizontalAdvance(node.detail) + 6
        fits = left + metrics.horizontalAdvance(node.title) + detail <= rect.right() + 1
        if not fits and node.health is Health.OK:
            detail = 0.0
        if detail:
            place = QRectF(rect.right() - detail, rect.y(), detail, rect.height())
            self._text(font, "muted", node.detail, place, end=True)
        self._text(font, "text", node.title, QRectF(left, rect.y(), rect.right() - detail - left, rect.height()))

    def _two_lines(self, node: TopologyNode, rect: QRectF) -> None:
        half = rect.height() / 2
        above, below = QRectF(rect.x(), rect.y() + half / 4, rect.width(), half * 0.75), QRectF(rect)
        below.setTop(rect.center().y())
        below.setHeight(half * 0.75)
        self._text(self._theme.font("body", bold=True), "text", node.title, above)
        self._text(self._theme.font("caption"), "muted", node.detail, below)

    def _mark(self, area: QRectF, health: Health) -> None:
        paint_mark(self._painter, area, HEALTH_MARKS[health].shape, self._theme.health(health))

    def _text(self, font: QFont, token: str, text: str, rect: QRectF, *, end: bool = False) -> None:
        self._painter.setFont(font)
        self._painter.setPen(self._theme.colour(token))
        side = Qt.AlignmentFlag.AlignRight if end else Qt.AlignmentFlag.AlignLeft
        short = QFontMetricsF(self._painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        self._painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, short)


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)


def _curve(source: Box, target: Box) -> QPainterPath:
    """Return a curve from one box to the next; between two boxes of one column it bows out to the right."""
    if abs(source.x - target.x) < 1:
        start, end = QPointF(*source.right), QPointF(*target.right)
        bow = 24.0
    else:
        forward = source.x < target.x
        start = QPointF(*(source.right if forward else source.left))
        end = QPointF(*(target.left if forward else target.right))
        bow = (end.x() - start.x()) / 2
    path = QPainterPath(start)
    turned = end.x() + bow if abs(source.x - target.x) < 1 else end.x() - bow
    path.cubicTo(QPointF(start.x() + bow, start.y()), QPointF(turned, end.y()), end)
    return path
