"""The change service: the only writer to outside systems; window, command line and runbooks act through it."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.change import Change, ChangeState, Moment
from console.domain.change_preview import Truth
from console.domain.change_step import annotated, confirmed, moved, previewed
from console.domain.confirmation import check_confirmation
from console.domain.purge_order import demand_order
from console.kernel.errors import ChangeRefused, ConsoleError
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.services.kept_inverse import demand_revertible, demand_whole, inverse_of, shown_preview
from console.services.trail_change import refused_event

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future

    from console.domain.change import AnyOperation
    from console.domain.confirmation import Confirmation
    from console.kernel.runtime import Scope
    from console.services.change_access import ChangeAccess
    from console.services.change_book import ChangeBook
    from console.services.change_runner import ChangeRunner

GRACE_S = 5.0
_STOP_S = 5.0
_ON_ITS_WAY = frozenset({ChangeState.CONFIRMED, ChangeState.APPLYING, ChangeState.APPLIED})


class ChangeService:
    """Every coroutine runs on the I/O loop and raises ``ConsoleError``; ``access`` tells and sets the locks.

    A draft is a change that only its holder knows; ``save`` or ``confirm`` journals it. ``watch`` (set by whoever puts
    the engine together) is called for each change that is to be undone by itself; its future is done when it is.
    ``judge`` (set likewise) returns a change with what the policies say to it: when previewed, again when confirmed.
    ``estimate`` (set likewise) says what an operation would have done to recorded traffic.
    """

    def __init__(self, book: ChangeBook, access: ChangeAccess, runner: ChangeRunner, scope: Scope) -> None:
        self.book, self.access = book, access
        self._runner, self._scope = runner, scope
        self._running: dict[str, Future[None]] = {}
        self._watched: dict[str, Future[None]] = {}
        self.watch: Callable[[str], Future[None]] | None = None
        self.judge: Callable[[Change], Awaitable[Change]] | None = None
        self.estimate: Callable[[AnyOperation], Awaitable[str]] | None = None

    # --- before ---------------------------------------------------------------------------------------------------

    async def draft(
        self,
        operation: AnyOperation,
        reason: str = "",
        *,
        undo_of: str = "",
        revert_after_s: float | None = None,
        part_of: str = "",
    ) -> Change:
        """Plan and preview ``operation``; nothing is written anywhere. Works on locked connections too."""
        environment = self.access.environment(operation.target.connection)
        self.access.executor(operation)
        demand_order(operation, self.book.changes, self.book.now_s())
        demand_whole(operation)
        now_s = self.book.now_s()
        stamp = datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%d-%H%M%S")
        planned = Change(
            id=f"{stamp}-{secrets.token_hex(3)}",
            estate=self.book.estate,
            environment=environment,
            actor=self.access.actor,
            reason=scrub(reason.strip()),
            operation=operation,
            trace_id=secrets.token_hex(16),
            moments=(Moment(ChangeState.PLANNED, round(now_s, 3)),),
            undo_of=undo_of,
            revert_after_s=revert_after_s,
            part_of=part_of,
        )
        return await self.preview(planned)

    async def preview(self, change: Change) -> Change:
        """Find out (again) what a change would do; never writes."""
        found = await self.access.executor(change.operation).preview(change.operation)  # type: ignore[arg-type]
        if self.estimate is not None:
            found = replace(found, estimate=await self.estimate(change.operation))
        shown = previewed(change, shown_preview(found), self.book.now_s())
        demand_revertible(shown)
        return await self.judge(shown) if self.judge is not None else shown

    async def save(self, draft: Change) -> Change:
        """Journal a draft, so that it can be confirmed later, by its id."""
        return await self.book.add(draft)

    # --- doing ----------------------------------------------------------------------------------------------------

    async def confirm(
        self, change: Change, given: Confirmation, *, grace_s: float = 0.0, promised: bool = False
    ) -> Change:
        """Journal a draft or a saved change as confirmed and begin to carry it out behind; return it as confirmed.

        Refused when its connection is locked (unless it was ``promised`` with another change: a timed undoing), when
        ``given`` is not what its risk asks for, and when it is past this step. Satisfied: nothing is written.
        """
        try:
            return await self._confirm(change, given, grace_s, promised)
        except ChangeRefused as error:
            if self.book.trail is not None:
                self.book.trail.note(refused_event(change, error))
            raise

    async def _confirm(self, change: Change, given: Confirmation, grace_s: float, promised: bool) -> Change:
        if self.book.trail is not None:
            await self.book.trail.flush()  # nothing is changed while what happens cannot be noted
        await self.book.refresh()  # another console may have locked the connection, or taken the change
        if self.access.is_read_only() or not promised:
            self.access.require_unlocked(change.target.connection)
        self.access.executor(change.operation)
        demand_order(change.operation, self.book.changes, self.book.now_s())
        check_confirmation(change, given)
        demand_whole(change.operation)  # of an older journal, or the secret is known only now
        demand_revertible(change)
        known = any(one.id == change.id for one in self.book.changes)
        if known:  # signatures were taken in, perhaps by another console
            change = replace(change, approvals=self.book.find(change.id).approvals)
        if change.preview is not None and change.preview.satisfied:
            note = t("The target is as wanted already; nothing was written.")
            return await self._record(known, moved(change, ChangeState.VERIFIED, self.book.now_s(), note))
        if self.judge is not None and not promised:  # a timed undoing was judged with the change that promised it
            change = await self.judge(change)
            if change.policy is not None:
                change.policy.demand()
        ready = await self._record(known, confirmed(change, self.book.now_s(), self.book.journal.owner))
        self._start(ready, grace_s, promised=promised)
        return ready

    async def _record(self, known: bool, change: Change) -> Change:
        return await (self.book.move(change.id, lambda now: _on_top(now, change)) if known else self.book.add(change))

    def _start(self, change: Change, grace_s: float, *, promised: bool) -> None:
        if change.undo_of:
            self._stop_verifying(change.undo_of)
        self._running[change.id] = self._scope.start(self._carry_out(change, grace_s, promised=promised))
        if change.revert_after_s is not None:
            self._watch_time(change.id)

    def _watch_time(self, change_id: str) -> None:
        if self.watch is not None:
            self._watched[change_id] = self.watch(change_id)

    async def _carry_out(self, change: Change, grace_s: float, *, promised: bool) -> None:
        try:
            await self._runner.carry_out(change, grace_s, promised=promised)
        except ConsoleError as error:  # the journal cannot be written, or another console was first
            self._tell_stuck(change.id, error)
            raise
        await self.mark_undone(change.id)

    def _tell_stuck(self, change_id: str, error: ConsoleError) -> None:
        change = self.book.find(change_id)
        into = {ChangeState.CONFIRMED: ChangeState.PREVIEWED, ChangeState.APPLYING: ChangeState.UNKNOWN}
        if change.state in into:
            self.book.tell_unwritten(moved(change, into[change.state], self.book.now_s(), str(error)))

    async def mark_undone(self, change_id: str) -> None:
        """Note on the original that its undoing was verified."""
        undoing = self.book.find(change_id)
        if not undoing.undo_of or undoing.state is not ChangeState.VERIFIED:
            return
        original = self.book.find(undoing.undo_of)
        if original.is_undoable:
            note = t("Undone by {id}.", id=undoing.id)
            await self.book.move(original.id, lambda one: moved(one, ChangeState.UNDONE, self.book.now_s(), note))

    def take_up(self, change: Change) -> None:
        """Look after a change that another console has left: read its target back, and undo it when its time is up."""
        if change.state in {ChangeState.UNKNOWN, ChangeState.APPLIED}:
            self._running[change.id] = self._scope.start(self._verify(change.id))
        if change.awaits_revert and not self.access.is_read_only():
            self._watch_time(change.id)

    async def _verify(self, change_id: str) -> None:
        await self._runner.verify(change_id)
        await self.mark_undone(change_id)

    async def settled(self, change_id: str) -> Change:
        """Wait until a change is carried out and read back, and return it; raise what stopped it."""
        future = self._running.get(change_id)
        if future is not None:
            done = asyncio.wrap_future(future)
            await asyncio.wait([done])
            if not done.cancelled():  # reading back ends early when the change is undone
                done.result()
        return self.book.find(change_id)

    async def decided(self, change_id: str) -> Change:
        """Wait until a change that is to be undone by itself is kept or undone, and return it."""
        future = self._watched.get(change_id)
        if future is not None:
            await asyncio.wrap_future(future)
        return self.book.find(change_id)

    async def cancel(self, change_id: str) -> Change:
        """Take a confirmed change back while nothing has been written; raise ``ChangeRefused`` when it is too late."""
        note = t("Taken back before anything was written.")
        change = await self.book.move(change_id, lambda one: moved(one, ChangeState.PREVIEWED, self.book.now_s(), note))
        future = self._running.pop(change_id, None)  # none: another console had confirmed it
        if future is not None:
            future.cancel()
        return change

    # --- afterwards -----------------------------------------------------------------------------------------------

    async def undo(self, change_id: str, reason: str = "") -> Change:
        """Return the draft that undoes a change, to be confirmed like any other.

        Refused when it cannot be undone, or when its target has changed since. Where the target already is as it was,
        nothing has to be written: the change returned is verified, and the original is undone.
        """
        original = self.book.find(change_id)
        draft = await self.draft(inverse_of(original), reason, undo_of=original.id)
        if draft.preview is not None and draft.preview.satisfied:
            note = t("The target already is as it was before; nothing was written.")
            done = await self.book.add(moved(draft, ChangeState.VERIFIED, self.book.now_s(), note))
            self._stop_verifying(original.id)
            await self.mark_undone(done.id)
            return done
        executor = self.access.executor(original.operation)
        seen = await executor.verify(original.operation)  # type: ignore[arg-type]  # executors know it
        if seen.truth is Truth.DIFFERENT:
            raise ChangeRefused(
                t(
                    "{target} has changed since, so it is not undone: {sentence}",
                    target=original.target,
                    sentence=seen.sentence,
                ),
                t("Look at it as it is now and plan a change of your own."),
            )
        return draft

    async def keep(self, change_id: str) -> Change:
        """Let a change stay that would be undone by itself."""
        await self.book.refresh()
        if not self.book.find(change_id).awaits_revert:
            raise ChangeRefused(t("The change {id} is not going to be undone by itself.", id=change_id))
        undoing = next(
            (one for one in self.book.changes if one.undo_of == change_id and one.state in _ON_ITS_WAY), None
        )
        if undoing is not None:
            raise ChangeRefused(t("The change {id} is being undone by {undoing}.", id=change_id, undoing=undoing.id))
        return await self.book.move(change_id, lambda one: annotated(one, self.book.now_s(), t("Kept.")))

    def _stop_verifying(self, change_id: str) -> None:
        if change_id in self._running and change_id not in self._runner.applying:
            self._running.pop(change_id).cancel()

    def close(self) -> Future[None]:
        """Stop what waits or reads back; the future is done when what is being written has been."""
        return self._scope.start(self._finish())

    async def _finish(self) -> None:
        self._runner.is_ending = True
        writing = [one for key, one in self._running.items() if key in self._runner.applying and not one.done()]
        for key, one in self._running.items():
            if key not in self._runner.applying:
                one.cancel()
        if writing:
            await asyncio.wait([asyncio.wrap_future(one) for one in writing], timeout=_STOP_S)


def _on_top(now: Change, change: Change) -> Change:
    """Return ``change`` as the step after ``now``; raise ``ChangeRefused`` when another console was first."""
    moved(now, change.state, change.at_s)
    return replace(change, step=now.step + 1)
