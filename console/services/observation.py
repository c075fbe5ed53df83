"""Observation: sources run only while somebody looks."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ConnectionWatched
from console.kernel.errors import ConnectorError
from console.kernel.i18n import t
from console.services.look import Look

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime, Scope
    from console.ports.connector import Connector
    from console.ports.source import Source
    from console.store.store import Store

LINGER_S = 15.0  # going back and forth between pages must not list everything again
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Watched:
    source: Source
    kind: str
    scope: Scope | None = None


class Observation:
    """Starts the sources of a topic when the first looker comes and stops them a while after the last has gone.

    Connections may be attached after the first look. Any thread.
    """

    def __init__(self, runtime: Runtime, store: Store, clock: Clock) -> None:
        self._runtime, self._store, self._clock = runtime, store, clock
        self._watched: list[_Watched] = []
        self._lookers: Counter[tuple[str, str]] = Counter()  # connection (empty: every one) and topic
        self._closed = False
        self._lock = threading.RLock()

    def attach(self, connectors: Iterable[Connector]) -> None:
        """Add the sources of connections, and start those whose topics are looked at."""
        with self._lock:
            self._watched += [_Watched(source, one.kind) for one in connectors for source in one.sources()]
            self._start_wanted()

    def look(self, *topics: str, connection: str = "") -> Look:
        """Observe ``topics`` of one connection, or of every one, until the look is closed."""
        wanted = tuple((connection, topic) for topic in topics)
        with self._lock:
            self._lookers.update(wanted)
            self._start_wanted()
        pending = [wanted]

        def close() -> None:
            if pending:
                self._leave(pending.pop())

        return Look(close)

    def refresh(self, connection: str = "") -> None:
        """Start running sources of one connection, or of every one, anew at once (the reload button, a push)."""
        with self._lock:
            for one in self._watched:
                if connection in ("", one.source.connection):
                    self._stop(one)
            self._start_wanted()

    def close(self) -> None:
        """Stop everything for good."""
        with self._lock:
            self._closed = True
            for one in self._watched:
                self._stop(one)

    def _start_wanted(self) -> None:
        idle = [one for one in self._watched if one.scope is None and not self._closed]
        wanted = [one for one in idle if self._is_wanted(one.source)]
        self._tell_watched({one.source.connection for one in wanted}, is_watched=True)
        for one in wanted:
            one.scope = self._runtime.scope(f"source {one.source.connection}/{one.source.topic}")
            one.scope.start(self._pump(one))

    def _is_wanted(self, source: Source) -> bool:
        return any(self._lookers[place, source.topic] > 0 for place in ("", source.connection))

    def _leave(self, wanted: Iterable[tuple[str, str]]) -> None:
        with self._lock:
            self._lookers.subtract(wanted)
            if not self._closed:
                loop = self._runtime.loop
                loop.call_soon_threadsafe(loop.call_later, LINGER_S, self._stop_unwatched)

    def _stop_unwatched(self) -> None:
        with self._lock:
            if self._closed:
                return  # another observation may read connections of the same keys by now
            for one in self._watched:
                if not self._is_wanted(one.source):
                    self._stop(one)
            running = {one.source.connection for one in self._watched if one.scope is not None}
            self._tell_watched({one.source.connection for one in self._watched} - running, is_watched=False)

    def _tell_watched(self, keys: Iterable[str], *, is_watched: bool) -> None:
        """Tell it always: what the state knows of it yet may be older than what is queued for it."""
        for key in keys:
            self._store.dispatch(ConnectionWatched(key, is_watched))

    def _stop(self, one: _Watched) -> None:
        if one.scope is not None:
            one.scope.cancel()
            one.scope = None

    async def _pump(self, one: _Watched) -> None:
        try:
            async for event in one.source.observe():
                self._store.dispatch(event)
        except ConnectorError as error:
            self._failed(one, error.message, error.hint, str(error.kind))
        except Exception as error:  # noqa: BLE001 - a fault in one source must not silence the others
            _log.exception("source %s/%s stopped", one.source.connection, one.source.topic)
            text = t(
                "Reading {topic} stopped by a fault in Cell Console ({fault}).",
                topic=one.source.topic,
                fault=type(error).__name__,
            )
            self._failed(one, text, t("Press Reload to try again; the log has the details."), "")

    def _failed(self, one: _Watched, message: str, hint: str, kind: str) -> None:
        now_s = self._clock.now().timestamp()
        failed = ConnectionState.FAILED
        status = ConnectionStatus(one.source.connection, one.kind, failed, now_s, None, message, hint, kind)
        self._store.dispatch(ConnectionChanged(status))
