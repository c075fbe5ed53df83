"""Recovery: what a console that ended has left of its changes is verified, never blindly repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.change import RUNNING, ChangeState
from console.domain.change_step import taken_over
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.change import Change
    from console.kernel.runtime import Runtime
    from console.services.change_service import ChangeService


class ChangeRecovery:
    """Takes over unfinished changes that no running console looks after."""

    def __init__(self, runtime: Runtime, service: ChangeService) -> None:
        self._runtime, self._service = runtime, service

    async def left_behind(self) -> tuple[Change, ...]:
        """Return what is unfinished, or waits for its undoing, and whose console has ended."""
        book = self._service.book
        await book.refresh()
        unfinished = [one for one in book.changes if one.state in RUNNING or one.awaits_revert]
        return await self._runtime.in_thread(
            lambda: tuple([one for one in unfinished if not book.journal.is_running(one.owner)])
        )

    async def take_over(self) -> tuple[Change, ...]:
        """Begin to verify what was left, and to undo what is overdue (not in a read-only console); return it."""
        taken = []
        for change in await self.left_behind():
            try:
                taken.append(await self._take(change))
            except ChangeRefused:
                continue  # another console was first
        for change in self._service.book.changes:
            await self._service.mark_undone(change.id)
        return tuple(taken)

    async def _take(self, left: Change) -> Change:
        book = self._service.book
        note = {
            ChangeState.CONFIRMED: t("The console ended before it was applied; nothing was written."),
            ChangeState.APPLYING: t("The console ended while it was applied; the target is being asked."),
        }.get(left.state, t("The console that looked after it ended; another one does now."))

        def step(now: Change) -> Change:
            if now.owner != left.owner:
                raise ChangeRefused(t("Another console looks after the change {id}.", id=now.id))
            return taken_over(now, book.now_s(), book.journal.owner, note)

        change = await book.move(left.id, step)
        self._service.take_up(change)
        return change
