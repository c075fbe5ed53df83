"""Icons: own line drawings, recoloured by the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from console.kernel.resource import resource_text

_SIZES = (16, 40)
"""As menus and buttons show them, and for what is larger or on a screen with more pixels: Qt makes it smaller."""


@cache
def _drawing(name: str) -> str:
    return resource_text("icons", f"{name}.svg")


def svg_text(name: str, colour: str) -> str:
    """Return a drawing as SVG text in one colour (``#rrggbb``)."""
    return _drawing(name).replace("currentColor", colour)


def make_icon(name: str, colour: str, disabled: str) -> QIcon:
    """Return an icon in ``colour``; in ``disabled`` while it cannot be used.

    The pictures are made in advance: an icon engine written in Python is deleted twice when the program ends
    (PySide6 6.11.3, segmentation fault in ``QIcon::~QIcon`` during the last garbage collection).
    """
    icon = QIcon()
    for drawn in _drawn(name):
        for mode, shade in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
            icon.addPixmap(_tinted(drawn, shade), mode)
    return icon


@cache
def _drawn(name: str) -> tuple[QImage, ...]:
    """Return the drawing in black, once in each size: giving it a colour is four times cheaper than drawing it."""
    renderer = QSvgRenderer(QByteArray(svg_text(name, "#000000").encode()))
    return tuple(_pixmap(renderer, size).toImage() for size in _SIZES)


def _tinted(drawn: QImage, colour: str) -> QPixmap:
    image = QImage(drawn.size(), drawn.format())
    image.fill(QColor(colour))  # not QPainter.fillRect: it makes PySide load gradients and their 169 presets
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return QPixmap.fromImage(image)


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
