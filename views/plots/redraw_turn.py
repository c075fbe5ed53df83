"""The turn of redrawing: one plot per frame, never all at once (measured: 17 against 108 ms)."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

import shiboken6
from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from views.bridge import Bridge


class Redrawable(Protocol):
    """A plot that can be told to draw what it last got."""

    def redraw(self) -> None:
        """Draw."""


class RedrawTurn(QObject):
    """Lets plots redraw in turn, one per frame of the bridge."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._waiting: deque[Redrawable] = deque()
        bridge.ticked.connect(self._next)

    def ask(self, plot: Redrawable) -> None:
        """Redraw ``plot`` when it is its turn; asking twice is asking once."""
        if plot not in self._waiting:
            self._waiting.append(plot)

    def _next(self) -> None:
        while self._waiting:
            plot = self._waiting.popleft()
            if not isinstance(plot, QObject) or shiboken6.isValid(plot):
                plot.redraw()
                return


def turn_of(bridge: Bridge) -> RedrawTurn:
    """Return the one turn of a bridge."""
    known = bridge.findChild(RedrawTurn)
    return known if isinstance(known, RedrawTurn) else RedrawTurn(bridge)
