"""The topology map: routers, cells, services and stores with live traffic, painted from the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from console.kernel.i18n import t
from console.presenters.topology_graph import Topology
from console.presenters.topology_layout import Metrics, TopologyLayout, lay_out
from views.plots.topology_painter import TopologyPainter
from views.widgets.mark import health_word

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from console.presenters.topology_graph import TopologyNode
    from views.theme.theme import Theme

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class TopologyMap(QWidget):
    """Shows a ``Topology``; ``opened`` carries the node that was clicked or entered."""

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._topology = Topology((), ())
        self._layout = TopologyLayout({}, (), (), 0, 0)
        self._current = ""
        self._hovered = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(t("Topology map"))
        theme.changed.connect(self._arrange)

    def show_topology(self, topology: Topology) -> None:
        """Show another topology; hover and keyboard position stay with the node of the same key."""
        if topology == self._topology:
            return
        arranged = [node.key for node in topology.nodes] != [node.key for node in self._topology.nodes]
        self._topology = topology
        if arranged:
            self._arrange()
        self._describe()
        self.update()

    def _arrange(self) -> None:
        metrics = self._metrics()
        self._layout = lay_out(self._topology, self.width(), metrics)
        self.setMinimumHeight(int(self._layout.height) + 1)
        self.updateGeometry()
        self.update()

    def _metrics(self) -> Metrics:
        line = QFontMetricsF(self._theme.font("body")).height()
        unit = self._theme.space()
        return Metrics(
            chip_height=line + unit * 0.75,
            gap=unit,
            head_width=line * 7.5,  # five digits of traffic and their words
            router_width=line * 6.5,
            router_gap=line * 7.5,
            column_gap=line * 1.3,
            column_min=line * 6,
            header=line * 1.75,
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size that the layout needs."""
        return QSize(int(self._layout.width), int(self._layout.height))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Use the new width."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint lanes, edges, then nodes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self._hovered or (self._current if self.hasFocus() else "")
        TopologyPainter(painter, self._theme, self._layout, self._topology, marked).paint()
        if self.hasFocus():  # before the arrows have chosen a node, too
            painter.setPen(self._theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _at(self, point: QPointF) -> str:
        for node in reversed(self._topology.nodes):
            box = self._layout.boxes.get(node.key)
            if box is not None and QRectF(box.x, box.y, box.width, box.height).contains(point):
                return node.key
        return ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Mark what is under the pointer and its traffic."""
        hovered = self._at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.PointingHandCursor if hovered else Qt.CursorShape.ArrowCursor)
            QToolTip.showText(event.globalPosition().toPoint(), self._tooltip(hovered), self)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is under the pointer any more."""
        self._hovered = ""
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was clicked."""
        if event.button() is Qt.MouseButton.LeftButton and (key := self._at(event.position())):
            self._current = key
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move with the arrows, open with Enter."""
        key = Qt.Key(event.key())
        if key in _STEPS and self._topology.nodes:
            keys = [node.key for node in self._topology.nodes]
            place = keys.index(self._current) + _STEPS[key] if self._current in keys else 0
            self._current = keys[place % len(keys)]
            self._describe()
            self.update()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._current:
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        node = self._node(self._current)
        if node is not None:
            self.opened.emit(node)

    def _node(self, key: str) -> TopologyNode | None:
        return next((node for node in self._topology.nodes if node.key == key), None)

    def _describe(self) -> None:
        """Say for screen readers what the keyboard stands on, or the whole in one sentence."""
        if self._current and (text := self._tooltip(self._current)):
            self.setAccessibleDescription(text.replace("\n", "; "))
            return
        cells = sum(node.kind == "cell" for node in self._topology.nodes)
        self.setAccessibleDescription(t("{count} cells behind their routers.", count=cells))

    def _tooltip(self, key: str) -> str:
        node = self._node(key)
        if node is None:
            return ""
        titles = {one.key: one.title for one in self._topology.nodes}
        lines = [f"{node.title}: {health_word(node.health)}, {node.detail}"]
        for edge in self._topology.edges:
            if edge.source == key:
                lines.append(f"→ {titles.get(edge.target, edge.target)}: {edge.text}")
            elif edge.target == key:
                lines.append(f"← {titles.get(edge.source, edge.source)}: {edge.text}")
        return "\n".join(lines)
