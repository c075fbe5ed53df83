"""The recorder: writes what is seen into the local history, a little behind, never on the GUI thread."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from console.domain.event import SeriesObserved
from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.event import Event
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.store.change_summary import ChangeSummary
    from console.store.history.history import History
    from console.store.state import State, TableKey
    from console.store.store import Store

FLUSH_S = 10.0
KEPT_ON_FAILURE = 20_000  # series events, a few MB; the newest are kept
VIEW_EVERY = 6  # flushes: the view of the next start is a minute old at most
FORGET_EVERY = 360  # flushes: about once an hour
_log = logging.getLogger(__name__)


class Recorder:
    """Taps the store for one estate until closed; ``error`` is the sentence of the last failed write, else empty."""

    def __init__(
        self,
        runtime: Runtime,
        store: Store,
        history: History,
        clock: Clock,
        estate: str,
        keep_view: Callable[[], object] = lambda: None,
    ) -> None:
        self._store, self._history, self._clock, self._estate = store, history, clock, estate
        self._lock, self._writing, self._closed = threading.Lock(), threading.Lock(), False
        self._series: list[SeriesObserved] = []
        self._tables: set[TableKey] = set()
        self._connections: set[str] = set()
        self._runtime, self._keep_view = runtime, keep_view
        self.error = ""
        self._ends = (store.tap(self._saw), store.subscribe(self._changed))
        self._scope = runtime.scope("history")
        self._scope.start(self._flush_for_ever())

    def _saw(self, event: Event) -> None:
        if isinstance(event, SeriesObserved):
            with self._lock:
                self._series.append(event)

    def _changed(self, _state: State, summary: ChangeSummary) -> None:
        with self._lock:
            for key in summary.ids.get("objects", ()):
                self._tables.add(key)  # type: ignore[arg-type]
            for name in ("connections", "readings"):
                self._connections.update(str(key) for key in summary.ids.get(name, ()))

    async def _flush_for_ever(self) -> None:
        rounds = 0
        while True:
            await asyncio.sleep(FLUSH_S)
            rounds += 1
            await self._runtime.in_thread(self.flush, forget=rounds % FORGET_EVERY == 1)
            if rounds % VIEW_EVERY == 1:
                with suppress(ConsoleError):  # the disk refuses: the history has told it, and tries again
                    await self._runtime.in_thread(self._keep_view)

    def flush(self, *, forget: bool = False) -> None:
        """Write what has gathered now; a failed write is told once and what it held is kept for the next try."""
        with self._writing:  # ``close`` waits for a flush on its way: the history is closed after it
            if not self._closed:
                self._flush(forget=forget)

    def _flush(self, *, forget: bool) -> None:
        with self._lock:
            series, self._series = self._series, []
            tables, self._tables = self._tables, set()
            connections, self._connections = self._connections, set()
        try:
            self._history.append(self._estate, series)
            series = []
            self._history.save(self._estate, self._store.state, tables, connections)
            if forget:
                self._history.forget_old(self._clock.now().timestamp())
            self.error = ""
        except ConsoleError as error:
            with self._lock:
                self._series = (series + self._series)[-KEPT_ON_FAILURE:]
                self._tables |= tables
                self._connections |= connections
            if not self.error:
                _log.warning("%s", error)
            self.error = str(error)

    def close(self) -> None:
        """Write the rest and let go."""
        for end in self._ends:
            end()
        self._scope.cancel()
        with self._writing:
            self._flush(forget=False)
            self._closed = True
