"""Tidying: collects what closed windows and pages leave behind, when it holds nobody up."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from views.desktop import Desktop

LOOK_MS = 5_000
EVERY = 120  # looks: ten minutes


class Tidying(QObject):
    """Collects cycles a few seconds after a window has closed, and every ten minutes.

    By itself the collector would wait for fifty million objects: its thresholds are set so that it holds up no frame.
    A closed window is twenty thousand objects in cycles, which nothing else frees.
    """

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self._desktop = desktop
        self._closed, self._looks = desktop.closed, 0
        self._timer = QTimer(self)
        self._timer.setObjectName("tidying")
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks += 1
        if self._desktop.closed != self._closed or self._looks >= EVERY:
            self._closed, self._looks = self._desktop.closed, 0
            gc.collect()
