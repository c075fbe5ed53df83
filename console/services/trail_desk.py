"""The trail desk: takes events from everywhere and writes them behind; implements ``console.ports.trail.Trail``."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.event import Event
    from console.domain.trail_event import TrailEvent
    from console.domain.trail_status import TrailStatus
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.services.trail_book import Noted, TrailBook
    from console.store.store import Store

TOGETHER_S = 0.25  # light events wait so long for others: one write for all
MOST_WAITING = 10_000
SIGN_AGAIN_S = 60.0
LOST = "trail.lost"
_log = logging.getLogger(__name__)


class TrailDesk:
    """One per session. ``make`` builds the book when the first event is written, on a thread of the runtime."""

    def __init__(self, runtime: Runtime, clock: Clock, store: Store, make: Callable[[], TrailBook]) -> None:
        self._runtime, self._clock, self._store, self._make = runtime, clock, store, make
        self._estate = ""
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._waiting: list[tuple[TrailEvent, float, str]] = []
        self._lost = 0
        self._draining = False
        self._book: TrailBook | None = None
        self._states: dict[str, tuple[str, str]] = {}
        self._attended, self._signed_s = False, 0.0
        self._unsigned = False

    @property
    def book(self) -> TrailBook:
        """Return the book; the first call loads it, so call it off the GUI thread."""
        if self._book is None:
            self._book = self._make()
        return self._book

    def note(self, event: TrailEvent) -> None:
        """Take an event. Any thread; never blocks, never raises."""
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                self._waiting.pop(0)
                self._lost += 1
            self._waiting.append((event, self._clock.now().timestamp(), self._estate))
            if not self._draining:
                with suppress(RuntimeError, ConsoleError):  # the runtime has been closed; ``close`` has written
                    self._runtime.submit(self._write_soon(event.is_weighty))
                    self._draining = True

    def attend(self) -> None:
        """Sign for light events too, every minute and at the end (the window, which stays open)."""
        self._attended, self._signed_s = True, -SIGN_AGAIN_S

    async def _write_soon(self, at_once: bool) -> None:
        import asyncio  # noqa: PLC0415 - not before the first paint

        try:
            if not at_once:
                await asyncio.sleep(TOGETHER_S)
            while not self._is_drained():
                await self.flush()
        except BaseException as error:
            with self._lock:
                self._draining = False  # the next event tries again
            if not isinstance(error, ConsoleError):  # which the status has told
                raise

    def _is_drained(self) -> bool:
        with self._lock:
            self._draining = bool(self._waiting)
            return not self._draining

    async def flush(self) -> None:
        """Return when all that was noted is on disk for good; raise ``UserError`` when it cannot be."""
        await self._runtime.in_thread(self._write)

    async def sign(self) -> TrailStatus:
        """Sign for all that was noted until now; the status says what hinders it."""
        from console.domain.trail_status import TrailGrown  # noqa: PLC0415 - not before the first paint

        def sign() -> TrailStatus:
            status = self.book.write((), sign=True)
            self._store.dispatch(TrailGrown(status))
            return status

        await self.flush()
        return await self._runtime.in_thread(sign)

    def _write(self) -> None:
        from console.domain.trail_status import TrailGrown, TrailStatus  # noqa: PLC0415 - not before the first paint

        with self._writing:
            noted = self._taken()
            if not noted:
                return
            now_s = self._clock.monotonic()
            sign = self._attended and now_s - self._signed_s >= SIGN_AGAIN_S
            try:
                status = self._written(noted, sign=sign)
            except ConsoleError as error:
                self._put_back(noted)
                self._store.dispatch(TrailGrown(TrailStatus(trouble=str(error))))
                raise
            self._signed_s = now_s if sign else self._signed_s
            self._unsigned = status.signed < status.size
            self._store.dispatch(TrailGrown(status))

    def _written(self, noted: list[Noted], *, sign: bool) -> TrailStatus:
        """Write events; a fault is told like a disk that refuses, and keeps them too."""
        try:
            return self.book.write(noted, sign=sign)
        except ConsoleError:
            raise
        except Exception as error:
            _log.exception("the trail")
            raise ConsoleError(t("A fault of Cell Console interrupted it.")) from error

    def _taken(self) -> list[Noted]:
        from console.services.trail_book import Noted  # noqa: PLC0415 - heavy

        with self._lock:
            noted, self._waiting = [Noted(*one) for one in self._waiting], []
            if self._lost:
                from console.domain.trail_event import TrailEvent  # noqa: PLC0415 - rare

                lost = TrailEvent(LOST, str(self._lost), body={"count": self._lost})
                noted.insert(0, Noted(lost, self._clock.now().timestamp(), self._estate))
                self._lost = 0
        return noted

    def _put_back(self, noted: list[Noted]) -> None:
        with self._lock:
            self._waiting[:0] = [(one.event, one.at_s, one.estate) for one in noted if one.event.kind != LOST]
            self._lost += sum(int(one.event.subject) for one in noted if one.event.kind == LOST)

    # --- connections ----------------------------------------------------------------------------------------------

    def follow(self, estate: str) -> Callable[[], None]:
        """Note that an estate was opened, and from now on what becomes of its connections; return what ends it."""
        from console.domain.trail_event import TrailEvent  # noqa: PLC0415 - not before the first paint

        self._estate, self._states = estate, {}
        self.note(TrailEvent("estate.opened", estate))
        return self._store.tap(self._see)

    def _see(self, event: Event) -> None:
        from console.domain.event import ConnectionChanged  # noqa: PLC0415 - not before the first paint
        from console.domain.trail_event import TrailEvent  # noqa: PLC0415

        if not isinstance(event, ConnectionChanged) or event.status.state not in {"live", "failed"}:
            return
        status = event.status
        now = (str(status.state), status.error_kind)
        if self._states.get(status.key) == now:
            return
        self._states[status.key] = now
        if status.state == "live":
            self.note(TrailEvent("connection.opened", status.key, connection=status.key, body={"kind": status.kind}))
        else:
            body = {"kind": status.kind, "why": status.error_kind, "error": status.error}
            self.note(TrailEvent("connection.failed", status.key, connection=status.key, body=body))

    def close(self) -> None:
        """Write what is left; what cannot be written is lost, and was told."""
        if self._waiting:
            with suppress(ConsoleError):
                self._write()
        if self._attended and self._unsigned:
            with suppress(ConsoleError):
                self.book.write((), sign=True)
