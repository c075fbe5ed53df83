"""A source of events as fast as a test wants, and a watch on how long the GUI thread was away."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

from console.domain.event import ObjectsChanged
from console.domain.resource import ResourceRef
from console.domain.workload import Pod
from console.store.store import Store

BATCH_S = 0.05  # connectors hand over what changed in 50 ms as one delta


class GapWatch(QObject):
    """Ticks every 5 ms on the GUI thread and keeps the times between ticks, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to watch."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def quantile(self, share: float) -> float:
        """Return the gap that ``share`` of the gaps stay below, in seconds."""
        ordered = sorted(self.gaps)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def pod(number: int, restarts: int) -> Pod:
    """Return pod ``number`` of a large cell; ``restarts`` is what changes."""
    ref = ResourceRef("main", "Pod", "cell-tokyo", f"web-{number:05d}")
    return Pod(ref, (("cell", "tokyo"),), "Running", 1, 1, restarts, "node-1", "ReplicaSet/web", 0.0)


@contextmanager
def changing_pods(store: Store, pods: int, per_second: int, seconds: float) -> Iterator[threading.Thread]:
    """Dispatch ``per_second`` changes of ``pods`` pods for ``seconds`` from another thread; yields that thread."""

    def send() -> None:
        pause = threading.Event()
        started, sent, total = time.perf_counter(), 0, int(per_second * seconds)
        while sent < total:
            due = min(total, int((time.perf_counter() - started) * per_second))
            rows = {number % pods: pod(number % pods, number) for number in range(sent, due)}
            if rows:
                store.dispatch(ObjectsChanged("main", "pods", tuple(rows.values()), (), float(due)))
                sent = due
            pause.wait(BATCH_S)

    thread = threading.Thread(target=send, name="busy estate")
    thread.start()
    try:
        yield thread
    finally:
        thread.join()
