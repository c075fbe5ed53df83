"""The changes of a run: each is noted in the run before it is confirmed, and looked up, never repeated, later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.change import ChangeState
from console.domain.confirmation import Confirmation, preview_digest
from console.domain.runbooks.run_step import changed, changing, held
from console.kernel.errors import ChangeRefused, ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.domain.change import Change
    from console.domain.operation import Operation
    from console.services.change_recovery import ChangeRecovery
    from console.services.change_service import ChangeService
    from console.services.runbooks.run_book import RunBook

_ON_ITS_WAY = frozenset({ChangeState.CONFIRMED, ChangeState.APPLYING, ChangeState.APPLIED, ChangeState.UNKNOWN})
_OPEN = frozenset({ChangeState.CONFIRMED, ChangeState.APPLYING, ChangeState.UNKNOWN})
_LOOK_S = 1.0


class RunChange:
    """Of one run. Every coroutine raises ``ConsoleError`` with what a change came to when it was not done."""

    def __init__(
        self,
        run_id: str,
        book: RunBook,
        changes: ChangeService,
        recovery: ChangeRecovery,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._run_id, self._book, self._changes, self._recovery = run_id, book, changes, recovery
        self._sleep = sleep

    async def preview(self, operation: Operation, reason: str) -> str:
        """Return what a change would do, in lines."""
        draft = await self._changes.draft(operation, reason)
        lines = [operation.summary()]
        if draft.preview is not None:
            lines += [f"  {one.path}: {one.before} → {one.after}" for one in draft.preview.differences]
            lines += [f"  {one}" for one in draft.preview.warnings]
        return "\n".join(lines)

    async def make(self, operation: Operation, reason: str) -> str:
        """Carry a change out and read it back; wait while its connection is locked."""
        await self._wait_unlocked(operation.target.connection)
        draft = await self._changes.draft(operation, reason)
        return await self._confirm(await self._changes.save(draft))

    async def undo(self, step: str) -> tuple[str, ...]:
        """Undo what a step changed, the last first; what is undone already is left out.

        One that is still on its way is waited for. Raises ``ConsoleError`` when nobody knows what became of it.
        """
        run = self._book.find(self._run_id)
        found = next((one.known_changes for one in run.steps if one.name == step), ())
        told = []
        for change_id in reversed(found):
            original = await self._landed(change_id)
            if original is not None and original.state in _OPEN:
                raise ConsoleError(
                    t("Nobody knows yet what became of it: {summary}", summary=original.operation.summary()),
                    t("Look at it with: cell-console change show {id}", id=change_id),
                )
            if original is None or not (original.is_undoable or original.has_lost_inverse):
                continue  # a lost inverse is refused below: nobody may believe that it was undone
            await self._wait_unlocked(original.target.connection)
            draft = await self._changes.undo(change_id, t("Recovery of the run {id}", id=run.id))
            if draft.state is ChangeState.VERIFIED:
                told.append(draft.note)
                continue
            told.append(await self._confirm(await self._changes.save(draft)))
        return tuple(told)

    async def _wait_unlocked(self, connection: str) -> None:
        """Hold the run up, and say so, until somebody unlocks the connection."""
        while True:
            try:
                self._changes.access.require_unlocked(connection)
            except ChangeRefused as error:
                if self._changes.access.is_read_only():
                    raise
                why = str(error)
            else:
                return
            if self._book.find(self._run_id).why != why:
                await self._book.move(self._run_id, lambda run, why=why: held(run, self._book.now_s(), why))  # type: ignore[misc]
            await self._sleep(_LOOK_S)
            await self._changes.book.refresh()

    async def _confirm(self, change: Change) -> str:
        summary = change.operation.summary()
        await self._book.move(self._run_id, lambda run: changing(run, self._book.now_s(), change.id, summary))
        await self._changes.confirm(change, Confirmation(preview_digest(change), change.target.name))
        return await self._settled(await self._changes.settled(change.id))

    async def _settled(self, change: Change) -> str:
        if change.state is not ChangeState.VERIFIED:
            raise ConsoleError(t("{summary} {note}", summary=change.operation.summary(), note=change.note))
        summary = change.operation.summary()
        await self._book.move(self._run_id, lambda run: changed(run, self._book.now_s(), summary))
        return t("{summary} {note}", summary=summary, note=change.note).strip()

    async def settle(self, change_id: str) -> str:
        """Find out what became of a change that an interruption left pending; empty when nothing had been written."""
        change = await self._landed(change_id)
        if change is None or change.state in {ChangeState.PLANNED, ChangeState.PREVIEWED}:
            return ""
        return await self._settled(change)

    async def _landed(self, change_id: str) -> Change | None:
        """Return what a change came to, waiting while it is on its way; ``None`` when it is not known."""
        await self._changes.book.refresh()
        change = next((one for one in self._changes.book.changes if one.id == change_id), None)
        if change is None or change.state not in _ON_ITS_WAY:
            return change
        if change.owner != self._changes.book.journal.owner:
            await self._recovery.take_over()
        elif change.state is ChangeState.UNKNOWN:
            self._changes.take_up(change)
        return await self._changes.settled(change_id)
