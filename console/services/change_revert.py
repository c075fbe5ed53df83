"""Timed undoing: a change that nobody keeps is undone when its time is up, also by a later console."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from console.domain.change import ChangeState
from console.domain.change_step import annotated
from console.domain.confirmation import Confirmation, preview_digest
from console.kernel.errors import ChangeRefused, ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future

    from console.domain.change import Change
    from console.kernel.runtime import Scope
    from console.services.change_service import ChangeService

_LOOK_S = 2.0  # another console may keep it, and a suspended computer does not count
_RETRY_S, _MOST_RETRY_S = 30.0, 300.0
_WAITING = frozenset({ChangeState.CONFIRMED, ChangeState.APPLYING, ChangeState.UNKNOWN})


class ChangeRevert:
    """Watches changes of this console until they are kept, undone, or cannot be undone any more."""

    def __init__(self, service: ChangeService, scope: Scope, sleep: Callable[[float], Awaitable[object]]) -> None:
        self._service, self._scope, self._sleep = service, scope, sleep

    def watch(self, change_id: str) -> Future[None]:
        """Begin to watch a change; the future is done when it is kept, undone, or looked after by another console."""
        return self._scope.start(self._watch(change_id))

    async def _watch(self, change_id: str) -> None:
        book = self._service.book
        due_s, left_s, rest_s = None, inf, 0.0
        while True:
            await book.refresh()
            change = book.find(change_id)
            if change.owner != book.journal.owner or not (change.awaits_revert or change.state in _WAITING):
                return
            if change.revert_at_s != due_s:
                due_s, left_s = change.revert_at_s, inf
            # What was left shrinks by what was waited: a clock that is set back gives no more time.
            left_s = _LOOK_S if due_s is None else min(left_s, due_s - book.now_s())
            wait_s = max(left_s, rest_s)
            if wait_s > 0:
                step_s = min(_LOOK_S, wait_s)
                await self._sleep(step_s)
                left_s, rest_s = left_s - step_s, rest_s - step_s
            elif not await self._undo(change):
                rest_s = self._retry_s(change_id)

    def _retry_s(self, change_id: str) -> float:
        """Return the wait before the next try: the longer, the more tries are in the journal already."""
        tries = sum(one.undo_of == change_id for one in self._service.book.changes)
        return min(_RETRY_S * 2.0 ** min(tries, 10), _MOST_RETRY_S)

    async def _undo(self, change: Change) -> bool:
        """Undo a change whose time is up; return whether that was decided (false: try again)."""
        if change.state in _WAITING:
            return False
        try:
            draft = await self._service.undo(change.id, t("Undone by itself: it was not kept in time."))
            if draft.state is ChangeState.PREVIEWED:
                await self._service.book.refresh()
                if not self._service.book.find(change.id).awaits_revert:
                    return True  # kept while this was prepared
                given = Confirmation(preview_digest(draft), draft.target.name)
                await self._service.confirm(draft, given, promised=True)
                done = await self._service.settled(draft.id)
                return done.state is ChangeState.VERIFIED
        except ChangeRefused as error:
            await self._give_up(change, str(error))
        except ConsoleError:
            return False  # not reachable now; the next try comes
        return True

    async def _give_up(self, change: Change, why: str) -> None:
        book = self._service.book
        note = t("Not undone by itself: {why}", why=why)
        await book.move(change.id, lambda one: annotated(one, book.now_s(), note))
