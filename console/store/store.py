"""The store: events in from any thread, state out on the owner thread."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from console.store.change_summary import ChangeSummary
from console.store.series_book import SeriesBook
from console.store.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.domain.event import Event, SeriesObserved
    from console.store.slices import Reducer

Listener: TypeAlias = "Callable[[State, ChangeSummary], None]"
Tap: TypeAlias = "Callable[[Event], None]"
BUDGET_S = 0.008  # leaves half of a 60 Hz frame for painting
_log = logging.getLogger(__name__)


class Store:
    """Holds the state; ``dispatch`` from any thread, everything else on the owner thread only."""

    def __init__(self, state: State | None = None) -> None:
        self.state = state or State()
        self.series = SeriesBook()
        self._queue: deque[list[Event]] = deque()
        self._by_key: dict[str, list[Event]] = {}
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._taps: list[Tap] = []

    def dispatch(self, event: Event) -> None:
        """Queue an event and return; a newer snapshot of the same key replaces the queued one. Any thread."""
        for tap in self._taps:
            tap(event)
        if isinstance(event, _series_event()):
            self.series.extend(event)
            return
        key = event.coalesce_key
        with self._lock:
            if key and (queued := self._by_key.get(key)) is not None:
                queued[0] = event
                return
            cell = [event]
            self._queue.append(cell)
            if key:
                self._by_key[key] = cell

    @property
    def pending(self) -> int:
        """Return how many events wait. Any thread."""
        return len(self._queue)

    def drain(self, budget_s: float = BUDGET_S) -> bool:
        """Apply queued events until none is left or ``budget_s`` is used, then tell the listeners once.

        Returns whether events are left. Owner thread only.
        """
        deadline = time.perf_counter() + budget_s
        changed: dict[str, set[object]] = {}
        state = self.state
        while (event := self._next()) is not None:
            for name, reduce in _reducers().get(type(event), ()):
                state, ids = reduce(state, event)
                if ids:
                    changed.setdefault(name, set()).update(ids)
            if time.perf_counter() >= deadline:
                break
        self.state = state
        if changed:
            self._tell(ChangeSummary({name: frozenset(ids) for name, ids in changed.items()}))
        return bool(self._queue)

    def _next(self) -> Event | None:
        with self._lock:
            if not self._queue:
                return None
            event = self._queue.popleft()[0]
            if event.coalesce_key:
                self._by_key.pop(event.coalesce_key, None)
            return event

    def _tell(self, summary: ChangeSummary) -> None:
        for listener in list(self._listeners):
            try:
                listener(self.state, summary)
            except Exception:  # noqa: BLE001 - one broken page must not stop the others
                _log.exception("a listener of the store failed")

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after each drain that changed something; return a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def tap(self, tap: Tap) -> Callable[[], None]:
        """Show every dispatched event to ``tap``, on the dispatching thread (for the history recorder)."""
        self._taps.append(tap)
        return lambda: self._taps.remove(tap) if tap in self._taps else None


@cache
def _series_event() -> type[SeriesObserved]:
    """Events are loaded when the first one comes: the first painted window needs none of them."""
    from console.domain.event import SeriesObserved  # noqa: PLC0415

    return SeriesObserved


@cache
def _reducers() -> Mapping[type, tuple[tuple[str, Reducer], ...]]:
    from console.store.slices import REDUCERS  # noqa: PLC0415

    return REDUCERS
