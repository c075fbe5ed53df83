"""Where Tab reaches what is made late.

Qt's own way round, ``nextInFocusChain`` and ``previousInFocusChain``, is not used: PySide takes what these return for a
child of what was asked, so that a window whose neighbour was looked up is never let go (and is deleted too early where
that neighbour goes first).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QSplitter, QTabBar, QTabWidget, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

_Place: TypeAlias = tuple[int, ...]
_LAST: _Place = (1_000_000,)


def put_after(place: QWidget, widget: QWidget) -> None:
    """Let Tab reach ``widget`` and what is in it where ``place`` stands, in the order in which it is laid out."""
    policy = place.focusPolicy()
    place.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt orders only what takes the focus
    before = place
    for one in _stops(widget):
        QWidget.setTabOrder(before, one)
        before = one
    place.setFocusPolicy(policy)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        yield widget
    children = [one for one in widget.children() if isinstance(one, QWidget) and not one.isWindow()]
    for child in sorted(children, key=lambda one: _place(widget, one) or _LAST):
        yield from _stops(child)


def _place(parent: QWidget, child: QWidget) -> _Place:
    if isinstance(parent, QTabWidget):
        return (0,) if isinstance(child, QTabBar) else (1,)
    if isinstance(parent, QSplitter):
        return (parent.indexOf(child),)
    return _laid(parent.layout(), child)


def _laid(layout: QLayout | None, child: QWidget) -> _Place:
    """Return where a layout has a widget, through the layouts in it; empty: nowhere."""
    if layout is None:
        return ()
    found = layout.indexOf(child)
    if found >= 0:
        return (found,)
    for inner in layout.children():
        if isinstance(inner, QLayout) and (below := _laid(inner, child)):
            return (layout.indexOf(inner), *below)
    return ()
