"""The change desk: the change engine of the open estate, put together when it is first wanted."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future
    from pathlib import Path

    from console.domain.change import Change
    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime, Scope
    from console.ports.change_executor import ChangeExecutor
    from console.services.change_recovery import ChangeRecovery
    from console.services.change_service import ChangeService
    from console.store.store import Store

_FOLLOW_S = 5.0
_CLOSE_S = 6.0


class ChangeDesk:
    """One per session; nothing of it is loaded before the first change is looked at. Owner thread only.

    ``folder`` holds the journal, ``offered`` finds the executor of a connection, ``read_only`` forbids every change,
    ``connected`` is done when the connections of the open estate have been built.
    """

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        store: Store,
        folder: Path,
        offered: Callable[[str, type[ChangeExecutor]], ChangeExecutor | None],
        read_only: Callable[[], bool],
        connected: Callable[[], Future[None] | None],
    ) -> None:
        self._runtime, self._clock, self._store, self._folder = runtime, clock, store, folder
        self._offered, self._read_only, self._connected = offered, read_only, connected
        self._estate: Estate | None = None
        self._making = threading.Lock()
        self._scope: Scope | None = None
        self._parts: tuple[ChangeService, ChangeRecovery] | None = None

    def open(self, estate: Estate) -> None:
        """Take the estate whose connections are changed from now on."""
        self._estate = estate
        self._scope = self._runtime.scope("changes")

    @property
    def service(self) -> ChangeService:
        """Return the service; raise ``ConsoleError`` when no estate is open."""
        return self._made()[0]

    @property
    def recovery(self) -> ChangeRecovery:
        """Return what takes over changes that were left unfinished."""
        return self._made()[1]

    def _made(self) -> tuple[ChangeService, ChangeRecovery]:
        with self._making:
            if self._parts is None:
                if self._estate is None or self._scope is None:
                    raise ConsoleError(t("No estate is open."), t("Open one first."))
                self._parts = self._make(self._estate, self._scope)
            return self._parts

    def _make(self, estate: Estate, scope: Scope) -> tuple[ChangeService, ChangeRecovery]:
        import asyncio  # noqa: PLC0415 - all of this is loaded with the first change

        from console.kernel.operator import operator  # noqa: PLC0415
        from console.services.change_access import ChangeAccess  # noqa: PLC0415
        from console.services.change_book import ChangeBook  # noqa: PLC0415
        from console.services.change_recovery import ChangeRecovery  # noqa: PLC0415
        from console.services.change_revert import ChangeRevert  # noqa: PLC0415
        from console.services.change_runner import ChangeRunner  # noqa: PLC0415
        from console.services.change_service import ChangeService  # noqa: PLC0415
        from console.store.journal.file_journal import FileJournal  # noqa: PLC0415

        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
        book = ChangeBook(self._runtime, self._clock, self._store, FileJournal(self._folder), estate.name)
        environments = {one.key: str(one.environment) for one in estate.connections()}
        access = ChangeAccess(book, self._offered, environments, self._read_only, operator())
        service = ChangeService(book, access, ChangeRunner(book, access, self._clock, sleep), scope)
        service.watch = ChangeRevert(service, scope, sleep).watch
        return service, ChangeRecovery(self._runtime, service)

    def begin(self) -> Future[tuple[Change, ...]]:
        """Read the journal, take over what was left once the connections are there, and follow other consoles (window).

        The future gives what was taken over.
        """
        if self._scope is None:
            raise ConsoleError(t("No estate is open."), t("Open one first."))
        return self._scope.start(self._begin(self._scope, self._connected()))

    async def _begin(self, scope: Scope, connected: Future[None] | None) -> tuple[Change, ...]:
        import asyncio  # noqa: PLC0415

        await self._runtime.in_thread(self._made)  # loading all of it would hold up a frame
        await self.service.book.refresh()
        scope.start(self._follow())
        if connected is not None:
            await asyncio.wrap_future(connected)
        return await self.recovery.take_over()

    async def _follow(self) -> None:
        import asyncio  # noqa: PLC0415

        while True:
            await asyncio.sleep(_FOLLOW_S)
            with suppress(ConsoleError):  # told at the next action
                await self.service.book.refresh()

    def close(self) -> None:
        """Stop; what is being written is waited for, what waits or reads back is left to the next start."""
        with self._making:
            parts, scope = self._parts, self._scope
            self._parts = self._scope = self._estate = None
        if parts is not None:
            with suppress(TimeoutError, ConsoleError):
                parts[0].close().result(_CLOSE_S)
        if scope is not None:
            scope.cancel()
        if parts is not None:
            parts[0].book.journal.close()
