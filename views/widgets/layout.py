"""Short ways to boxes on the 8-px grid."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Item: TypeAlias = QWidget | QLayout | int | None
Margins: TypeAlias = tuple[int, int, int, int]
Box = TypeVar("Box", bound=QBoxLayout)


def column(*items: Item, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Return a vertical box: widgets, layouts, distances in pixels, ``None`` for the space that stretches."""
    return _fill(QVBoxLayout(), items, spacing, margins)


def row(*items: Item, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Return a horizontal box: widgets, layouts, distances in pixels, ``None`` for the space that stretches."""
    return _fill(QHBoxLayout(), items, spacing, margins)


def _fill(box: Box, items: tuple[Item, ...], spacing: int, margins: Margins) -> Box:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    for item in items:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, int):
            box.addSpacing(item)
        elif isinstance(item, QWidget):
            box.addWidget(item)
        else:
            box.addLayout(item)
    return box


def resize_within(widget: QWidget, width: int, height: int) -> None:
    """Give a dialog its size, but never a larger one than the window below it has: texts may be large."""
    below = widget.parentWidget()
    room = below.window().size() if below is not None else QSize(width, height)
    widget.resize(min(width, room.width()), min(height, room.height()))


def grow_to_fit(widget: QWidget) -> None:
    """Make a dialog that is on screen high enough for what it says by now; lines that come would squeeze its fields.

    It stays on the screen, where its last row can be reached.
    """
    layout = widget.layout()
    if layout is None or not widget.isVisible():
        return
    layout.activate()
    room, before = widget.screen().availableGeometry(), widget.height()
    most = room.height() - (widget.frameGeometry().height() - before)
    widget.resize(widget.width(), max(before, min(layout.totalHeightForWidth(widget.width()), most)))
    below = widget.frameGeometry().bottom() - room.bottom()
    if below > 0 and widget.height() > before:
        widget.move(widget.x(), max(room.top(), widget.y() - below))


def card(layout: QLayout, role: str = "card") -> QFrame:
    """Return a framed surface around a layout."""
    frame = QFrame()
    frame.setProperty("role", role)
    frame.setLayout(layout)
    return frame


def line(*, vertical: bool = False) -> QFrame:
    """Return a hairline."""
    frame = QFrame()
    frame.setProperty("role", "line")
    if vertical:
        frame.setFixedWidth(1)
    else:
        frame.setFixedHeight(1)
    return frame
