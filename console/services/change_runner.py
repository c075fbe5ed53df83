"""Carrying a change out: the grace period, one at a time per target, apply with its base, and reading back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.domain.change import ChangeState
from console.domain.change_preview import Truth
from console.domain.change_step import applied, applying, moved
from console.kernel.backoff import Backoff
from console.kernel.errors import ChangeRefused, ConnectorError, ConsoleError, ErrorKind
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.domain.change import Change
    from console.domain.change_preview import Verification
    from console.kernel.clock import Clock
    from console.ports.change_executor import ChangeExecutor
    from console.services.change_access import ChangeAccess
    from console.services.change_book import ChangeBook

VERIFY_S = 120.0
# Reads may lag behind a write, and a write whose answer was lost may still be on its way.
STEADY, STEADY_UNKNOWN = 3, 5
_NOT_DONE = frozenset({ErrorKind.AUTH, ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND})


class ChangeRunner:
    """``verify_s`` is how long reaching the wanted state may take; what is ``applying`` (ids) must not be stopped.

    Once it ``is_ending`` nothing begins to be written: a request to stop what waits arrives later than it was made.
    """

    def __init__(
        self,
        book: ChangeBook,
        access: ChangeAccess,
        clock: Clock,
        sleep: Callable[[float], Awaitable[object]],
        verify_s: float = VERIFY_S,
    ) -> None:
        self.applying: set[str] = set()
        self.is_ending = False
        self._book, self._access, self._clock, self._sleep = book, access, clock, sleep
        self._verify_s = verify_s
        self._turns: dict[str, asyncio.Lock] = {}

    async def carry_out(self, change: Change, grace_s: float, *, promised: bool = False) -> None:
        """Wait for the grace period and for the target's turn, then apply and verify.

        Where its connection was locked meanwhile nothing is written, unless it was ``promised`` with another change.
        """
        if grace_s > 0:
            await self._sleep(grace_s)
        async with self._turns.setdefault(str(change.target), asyncio.Lock()):
            if not promised and await self._is_locked(change):
                return
            if self.is_ending:
                raise asyncio.CancelledError
            self.applying.add(change.id)
            try:
                taken = await self._apply(change.id)
            finally:
                self.applying.discard(change.id)
            if taken:
                await self.verify(change.id)

    async def _is_locked(self, change: Change) -> bool:
        """Take a change back whose connection was locked while it waited."""
        await self._book.refresh()
        try:
            self._access.require_unlocked(change.target.connection)
        except ChangeRefused as error:
            await self._to(change.id, ChangeState.PREVIEWED, str(error))
            return True
        return False

    async def _apply(self, change_id: str) -> bool:
        """Write, the journal first; return whether the target has to be read back."""
        change = await self._book.move(change_id, lambda one: applying(one, self._book.now_s()))
        try:
            executor = self._access.executor(change.operation)
            base = change.preview.base if change.preview is not None else ""
            inverse = await executor.apply(change.operation, base)  # type: ignore[arg-type]  # executors know it
        except ChangeRefused as error:
            await self._to(change_id, ChangeState.FAILED, str(error))
            return False
        except ConnectorError as error:
            return await self._lost(change_id, error)
        except Exception:
            await self._to(change_id, ChangeState.UNKNOWN, t("A fault of Cell Console interrupted it."))
            raise
        await self._book.move(change_id, lambda one: applied(one, self._book.now_s(), inverse))
        return True

    async def _lost(self, change_id: str, error: ConnectorError) -> bool:
        """Without an answer nobody knows whether it was done: the target is asked, and nothing is sent again."""
        if error.kind in _NOT_DONE:
            await self._to(change_id, ChangeState.FAILED, str(error))
            return False
        await self._to(change_id, ChangeState.UNKNOWN, str(error))
        return True

    async def _to(self, change_id: str, state: ChangeState, note: str) -> Change:
        return await self._book.move(change_id, lambda one: moved(one, state, self._book.now_s(), scrub(note)))

    # --- reading back ---------------------------------------------------------------------------------------------

    async def verify(self, change_id: str) -> None:
        """Read the target until it is as wanted, surely is not, or the time is up; with growing pauses."""
        change = self._book.find(change_id)
        try:
            executor = self._access.executor(change.operation)
        except ChangeRefused as error:
            await self._give_up(change, str(error), unread=True)
            return
        deadline_s = self._clock.monotonic() + self._verify_s
        backoff, different = Backoff(first_s=0.5, most_s=10.0), 0
        while True:
            seen, trouble = await self._look(executor, change)
            different = different + 1 if seen is not None and seen.truth is Truth.DIFFERENT else 0
            if seen is not None and seen.truth is Truth.REACHED:
                await self._to(change_id, ChangeState.VERIFIED, seen.sentence)
                return
            if seen is not None and seen.truth is Truth.PENDING and change.state is ChangeState.UNKNOWN:
                change = await self._to(change_id, ChangeState.APPLIED, seen.sentence)
            if different >= (STEADY_UNKNOWN if change.state is ChangeState.UNKNOWN else STEADY):
                await self._differs(change, trouble)
                return
            if self._clock.monotonic() >= deadline_s:
                await self._give_up(change, trouble, unread=seen is None)
                return
            await self._sleep(backoff.next_s())

    async def _look(self, executor: ChangeExecutor, change: Change) -> tuple[Verification | None, str]:
        """Return what was read, or ``None``, and the sentence on it."""
        try:
            seen = await executor.verify(change.operation)  # type: ignore[arg-type]  # executors know it
        except ConsoleError as error:
            return None, str(error)
        return seen, seen.sentence

    async def _differs(self, change: Change, sentence: str) -> None:
        text = (
            t("It was not applied, or has been changed since: {sentence}", sentence=sentence)
            if change.state is ChangeState.UNKNOWN
            else t("It was applied, but the target is different now: {sentence}", sentence=sentence)
        )
        await self._to(change.id, ChangeState.FAILED, text)

    async def _give_up(self, change: Change, sentence: str, *, unread: bool) -> None:
        if not unread:
            text = t("Not reached within {seconds} s: {sentence}", seconds=round(self._verify_s), sentence=sentence)
            await self._to(change.id, ChangeState.FAILED, text)
        elif change.state is not ChangeState.UNKNOWN:
            text = t("It was applied, but could not be read back: {sentence}", sentence=sentence)
            await self._to(change.id, ChangeState.UNKNOWN, text)
