"""Reading ahead: what a filter looks into is read while nobody needs the window, so the first letter finds it ready."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUIET_MS = 1_500  # rows that change every second are never read ahead
BUDGET_S = 0.004


def read_ahead(owner: QObject, steps: Callable[[], Iterator[None]]) -> None:
    """Do ``steps`` in short strides once this has not been asked of ``owner`` for ``QUIET_MS``."""
    known = owner.findChild(_ReadAhead)
    (known if isinstance(known, _ReadAhead) else _ReadAhead(owner)).begin(steps)


class _ReadAhead(QObject):
    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    def begin(self, steps: Callable[[], Iterator[None]]) -> None:
        """Begin anew, after a while."""
        self._steps = steps()
        self._timer.start(QUIET_MS)

    def _go_on(self) -> None:
        self._timer.setInterval(0)
        deadline = perf_counter() + BUDGET_S
        while perf_counter() < deadline:
            if next(self._steps, self) is self:
                self._timer.stop()
                return
