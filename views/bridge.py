"""The bridge: the only crossing from the core's threads into Qt."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from console.kernel.errors import Cancelled, ConsoleError
from console.kernel.runtime import is_dropped

if TYPE_CHECKING:
    from concurrent.futures import Future

    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from console.store.store import Store

Result = TypeVar("Result")
FRAME_MS = 16


class Bridge(QObject):
    """Drains the store once per frame and brings results of futures back to the GUI thread.

    ``changed`` carries (State, ChangeSummary). ``ticked`` comes once per frame, for plots that redraw in turn.
    Other threads only append to a deque: a signal of theirs could meet this object while Qt deletes it, one thread
    then waits for Qt's lock and the other for Python's, for ever.
    """

    changed = Signal(object, object)
    ticked = Signal()
    _due = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._closed = False
        self._unsubscribe = store.subscribe(self._tell)
        self._due.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._arrived = deque[Callable[[], object]]()
        self._frame = QTimer(self)
        self._frame.setObjectName("frame")
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._tick)
        self._frame.start()

    def _tick(self) -> None:
        if self._arrived:  # not called from here: Qt does not tick again while a dialog that a call opened is answered
            self._due.emit()
        if self._store.pending:
            self._store.drain()
        self.ticked.emit()

    def _tell(self, state: State, summary: ChangeSummary) -> None:
        self.changed.emit(state, summary)

    def when_done(
        self,
        future: Future[Result],
        done: Callable[[Result], object],
        failed: Callable[[ConsoleError], object] | None = None,
        *,
        stopped: Callable[[], object] | None = None,
        owner: QObject | None = None,
    ) -> Future[Result]:
        """Call ``done(result)`` or ``failed(error)`` on the GUI thread; nothing when ``owner`` is deleted.

        ``stopped()`` comes when there will be neither: it or its scope was cancelled, or a fault ended it.
        A failure that is no ``ConsoleError`` is a fault of the program and goes to ``sys.excepthook``.
        """
        future.add_done_callback(lambda one: self._arrive(lambda: _settle(one, done, failed, stopped, owner)))
        return future

    def later(self, call: Callable[[], object], *, owner: QObject | None = None) -> None:
        """Call on the GUI thread, once, soon; nothing when ``owner`` is deleted by then. Any thread."""
        self._arrive(lambda: call() if owner is None or shiboken6.isValid(owner) else None)

    def _arrive(self, call: Callable[[], object]) -> None:
        if not self._closed:
            self._arrived.append(call)

    @Slot()
    def _deliver(self) -> None:
        """Call what has arrived until now; what stands behind a call that raises comes with the next frame."""
        for _ in range(len(self._arrived)):
            if self._arrived:  # a dialog that a call opened has delivered the rest meanwhile
                self._arrived.popleft()()

    def close(self) -> None:
        """Stop; results that arrive later are dropped."""
        self._closed = True
        self._arrived.clear()
        self._frame.stop()
        self._unsubscribe()


def _settle(
    future: Future[Result],
    done: Callable[[Result], object],
    failed: Callable[[ConsoleError], object] | None,
    stopped: Callable[[], object] | None,
    owner: QObject | None,
) -> None:
    if owner is not None and not shiboken6.isValid(owner):
        return
    error = Cancelled("") if future.cancelled() or is_dropped(future) else future.exception()
    if error is None:
        done(future.result())
        return
    if isinstance(error, ConsoleError) and not isinstance(error, Cancelled) and failed is not None:
        failed(error)
        return
    if not isinstance(error, Cancelled):
        sys.excepthook(type(error), error, error.__traceback__)
    if stopped is not None:
        stopped()
