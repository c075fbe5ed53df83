"""Icons: own line drawings, recoloured by the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from console.kernel.resource import resource_text


@cache
def _drawing(name: str) -> str:
    return resource_text("icons", f"{name}.svg")


def svg_text(name: str, colour: str) -> str:
    """Return a drawing as SVG text in one colour (``#rrggbb``)."""
    return _drawing(name).replace("currentColor", colour)


class DrawnIcon(QIconEngine):
    """Draws an icon when it is painted, in the size that is asked for; nothing is drawn in advance."""

    def __init__(self, name: str, colour: str, disabled: str, on: str) -> None:
        super().__init__()
        self._name, self._colour, self._disabled, self._on = name, colour, disabled, on
        self._made: dict[tuple[int, str], QPixmap] = {}

    def _shade(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode is QIcon.Mode.Disabled:
            return self._disabled
        return self._on if state is QIcon.State.On else self._colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into a rectangle of a painter."""
        QSvgRenderer(QByteArray(svg_text(self._name, self._shade(mode, state)).encode())).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return a picture of ``size`` device pixels; it is kept, because buttons ask at every repaint."""
        key = (min(size.width(), size.height()), self._shade(mode, state))
        if key not in self._made:
            renderer = QSvgRenderer(QByteArray(svg_text(self._name, key[1]).encode()))
            self._made[key] = _pixmap(renderer, key[0])
        return self._made[key]

    def clone(self) -> QIconEngine:
        """Return an engine of its own for a copy of the icon."""
        return DrawnIcon(self._name, self._colour, self._disabled, self._on)


def make_icon(name: str, colour: str, disabled: str, on: str = "") -> QIcon:
    """Return an icon in ``colour``; in ``on`` while checked, if given; in ``disabled`` while it cannot be used."""
    return QIcon(DrawnIcon(name, colour, disabled, on or colour))


def make_pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return one picture of ``size`` logical pixels for a screen of the given device pixel ratio."""
    pixmap = _pixmap(QSvgRenderer(QByteArray(svg_text(name, colour).encode())), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _pixmap(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
