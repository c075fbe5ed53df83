"""The work list: what runs for the user now, with what it says of its progress and how to stop it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from views.bridge import Bridge


@dataclass(slots=True)
class Work:
    """One piece of work. ``started_s`` is monotonic; ``fraction`` is 0..1, ``None`` when it cannot be known."""

    title: str
    started_s: float
    cancel: Callable[[], object] | None = None
    text: str = ""
    fraction: float | None = None


class WorkList(QObject):
    """Everything that runs for the user, of all windows. ``progress`` may be called from any thread."""

    changed = Signal()

    def __init__(self, monotonic: Callable[[], float], bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._monotonic, self._bridge = monotonic, bridge
        self._running: list[Work] = []

    @property
    def running(self) -> tuple[Work, ...]:
        """Return what runs, oldest first."""
        return tuple(self._running)

    def elapsed_s(self, work: Work) -> float:
        """Return how long it has been running, in seconds."""
        return self._monotonic() - work.started_s

    def track(self, title: str, future: Future[Any], cancel: Callable[[], object] | None = None) -> Work:
        """Show work until ``future`` is done; ``cancel`` defaults to cancelling the future. GUI thread."""
        work = Work(title, self._monotonic(), cancel or future.cancel)
        self._running.append(work)
        self.changed.emit()
        future.add_done_callback(lambda _done: self._bridge.later(lambda: self._end(work)))
        return work

    def progress(self, work: Work, text: str, fraction: float | None = None) -> None:
        """Say how far it is. Any thread."""
        self._bridge.later(lambda: self._move(work, text, fraction))

    def _move(self, work: Work, text: str, fraction: float | None) -> None:
        work.text, work.fraction = text, fraction
        self.changed.emit()

    def _end(self, work: Work) -> None:
        if work in self._running:
            self._running.remove(work)
            self.changed.emit()
