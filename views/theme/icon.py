"""Icons: own line drawings, recoloured by the theme."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SIZES = (16, 20, 24, 32, 48)


@cache
def _drawing(name: str) -> str:
    return files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")


def svg_text(name: str, colour: str) -> str:
    """Return a drawing as SVG text in one colour (``#rrggbb``)."""
    return _drawing(name).replace("currentColor", colour)


def make_icon(name: str, colour: str, disabled: str, on: str = "") -> QIcon:
    """Return an icon in ``colour``; in ``on`` while checked, if given; in ``disabled`` while it cannot be used."""
    icon = QIcon()
    for mode, state, shade in (
        (QIcon.Mode.Normal, QIcon.State.Off, colour),
        (QIcon.Mode.Normal, QIcon.State.On, on or colour),
        (QIcon.Mode.Disabled, QIcon.State.Off, disabled),
    ):
        renderer = QSvgRenderer(QByteArray(svg_text(name, shade).encode()))
        for size in _SIZES:
            icon.addPixmap(_pixmap(renderer, size), mode, state)
    return icon


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
