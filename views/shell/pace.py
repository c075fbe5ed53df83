"""How often the page in front renders: at once after a rest, then seldom enough that rendering never fills its time."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from console.store.change_summary import ChangeSummary

MOST_REST_S = 0.25  # how old what is shown may become
_RESTS = 25  # times what the last rendering took: it gets a twenty-fifth of the thread


class Pace(QObject):
    """Calls ``render`` with everything that changed since the last time."""

    def __init__(self, render: Callable[[ChangeSummary], object], parent: QObject) -> None:
        super().__init__(parent)
        self._render = render
        self._held: ChangeSummary | None = None
        self._ready_s = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

    def take(self, summary: ChangeSummary, *, urgent: bool) -> None:
        """Render now when it is urgent, else when the rest is over.

        That is never before the next turn of the event loop: applying changes and showing them must not add up to one
        long absence from the user's input.
        """
        self._held = summary if self._held is None else self._held.merged(summary)
        if urgent:
            self.flush()
        elif not self._timer.isActive():
            self._timer.start(max(0, round((self._ready_s - time.perf_counter()) * 1000)))

    def flush(self) -> None:
        """Render what is held, if anything is."""
        summary, self._held = self._held, None
        self._timer.stop()
        if summary is None:
            return
        began_s = time.perf_counter()
        self._render(summary)
        ended_s = time.perf_counter()
        self._ready_s = ended_s + min(MOST_REST_S, (ended_s - began_s) * _RESTS)

    def forget(self) -> None:
        """Drop what is held: everything is rendered anyway, or nothing is shown."""
        self._held = None
        self._timer.stop()
