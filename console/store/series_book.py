"""The series book: bounded rings of points per signal, beside the state because they are many and plain."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.event import SeriesObserved
    from console.domain.signal_key import SignalKey

CAPACITY = 2_880  # two days at one point a minute, four hours at one in five seconds


class _Ring:
    __slots__ = ("times", "values", "version")

    def __init__(self) -> None:
        self.times = array("d")
        self.values = array("d")
        self.version = 0


class SeriesBook:
    """Points by signal key; any thread may write and read."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._rings: dict[SignalKey, _Ring] = {}
        self._lock = threading.Lock()

    def extend(self, event: SeriesObserved) -> None:
        """Add points; those that overlap with known times replace them, the oldest fall out over capacity."""
        if not event.times:
            return
        with self._lock:
            ring = self._rings.setdefault(event.key, _Ring())
            if not ring.times or event.times[0] > ring.times[-1]:
                ring.times.extend(event.times)
                ring.values.extend(event.values)
            else:
                _merge(ring, event)
            surplus = len(ring.times) - self._capacity
            if surplus > self._capacity // 8:  # trimmed in strides: deleting from the front copies the rest
                del ring.times[:surplus]
                del ring.values[:surplus]
            ring.version += 1

    def read(self, key: SignalKey, since_s: float = 0.0) -> tuple[array[float], array[float]]:
        """Return copies of times (unix seconds, ascending) and values since ``since_s``; empty when unknown."""
        with self._lock:
            ring = self._rings.get(key)
            if ring is None:
                return array("d"), array("d")
            first = bisect_left(ring.times, since_s)
            return ring.times[first:], ring.values[first:]

    def version(self, key: SignalKey) -> int:
        """Return a number that grows with every change of a series; 0 when unknown."""
        with self._lock:
            ring = self._rings.get(key)
            return 0 if ring is None else ring.version

    def keys(self) -> tuple[SignalKey, ...]:
        """Return the keys of all known series."""
        with self._lock:
            return tuple(self._rings)

    def clear(self) -> None:
        """Forget everything (another estate is opened)."""
        with self._lock:
            self._rings.clear()


def _merge(ring: _Ring, event: SeriesObserved) -> None:
    """Replace the span that the new points cover and keep what lies before and after it."""
    first = bisect_left(ring.times, event.times[0])
    last = bisect_right(ring.times, event.times[-1])
    ring.times[first:last] = array("d", event.times)
    ring.values[first:last] = array("d", event.values)
