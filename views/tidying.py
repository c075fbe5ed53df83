"""Tidying: collects what closed windows and pages leave behind, when it holds nobody up."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from console.kernel.heap import give_back_free_heap

if TYPE_CHECKING:
    from console.kernel.clock import Clock
    from views.desktop import Desktop

LOOK_MS = 2_000
EVERY_S, AGAIN_S = 600.0, 10.0
MOST_YOUNG, MOST_MIDDLE = 20_000, 50  # objects, and collections of the young, as the collector's own thresholds
QUIET_S = 5.0
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchUpdate,
    }
)


class Tidying(QObject):
    """Collects what is young between frames, in place of the collector, which would do so on any thread.

    Tidies up after a window has closed, and every ten minutes, as soon as nobody has touched keys or mouse for 5 s. A
    window that is held by work on its way (a question to a server that is slow to answer) is looked for again, after 10
    s and then ever more seldom.

    A closed window is twenty thousand objects in cycles, which nothing else frees. Looking at all objects of a large
    estate takes a fifth of a second, in which a window would not follow the hand.
    """

    def __init__(self, desktop: Desktop, clock: Clock) -> None:
        super().__init__(desktop)
        self._desktop, self._clock = desktop, clock
        self._closed, self._tidied_s = desktop.closed, clock.monotonic()
        self._quiet_since_s: float | None = None
        self._again_s = AGAIN_S
        self._first = [weakref.ref(one) for one in desktop.windows]
        self._timer = QTimer(self)
        self._timer.setObjectName("tidying")
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        desktop.around.bridge.ticked.connect(collect_young)

    def _look(self) -> None:
        now_s = self._clock.monotonic()
        since_s = now_s - self._tidied_s
        is_held = self._desktop.left > 0 and since_s >= self._again_s
        if self._desktop.closed == self._closed and not is_held and since_s < EVERY_S:
            return
        if self._quiet_since_s is None:
            self._quiet_since_s = now_s
        self._watch()
        if now_s - self._quiet_since_s >= QUIET_S:
            self._unwatch()
            self._again_s = min(2 * self._again_s, EVERY_S) if self._desktop.closed == self._closed else AGAIN_S
            self._closed, self._tidied_s, self._quiet_since_s = self._desktop.closed, now_s, None
            self._thaw()
            tidy_up()

    def _thaw(self) -> None:
        """Let the collector look at all again once a window has closed that was there when it was told not to."""
        windows = self._desktop.windows
        if any(one() not in windows for one in self._first):
            self._first = []
            gc.unfreeze()

    def _watch(self) -> None:
        """See what hands do: at the system's windows, which get little else, and only while there is reason to."""
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)  # twice is once

    def _unwatch(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in _TOUCHES:
            self._quiet_since_s = self._clock.monotonic()
        return False


def collect_young() -> None:
    """Collect cycles of what was made since, once that is much."""
    young, middle, _ = gc.get_count()
    if young > MOST_YOUNG:
        gc.collect(1 if middle > MOST_MIDDLE else 0)


def tidy_up() -> None:
    """Collect all cycles, and give back to the system what that leaves free."""
    gc.collect()
    give_back_free_heap()
