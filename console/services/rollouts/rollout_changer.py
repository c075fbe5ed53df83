"""The changes of a rollout: each is noted in the run before it is confirmed, and looked up, never repeated, later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.change import ChangeState
from console.domain.confirmation import Confirmation, preview_digest
from console.domain.policy_verdict import PolicyNeed
from console.domain.rollouts.rollout_run import RunWay
from console.domain.rollouts.rollout_step import begun, blocked, changed, left_alone, released, unless_steered
from console.domain.rollouts.rollout_task import TaskKind
from console.domain.rollouts.rollout_way import WayStep, operations_at, task_of, way_back
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.services.rollouts.awaited_signature import AwaitedSignature
from console.services.rollouts.foreign_edit import foreign_edit

if TYPE_CHECKING:
    from console.domain.change import Change
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.services.change_recovery import ChangeRecovery
    from console.services.change_service import ChangeService
    from console.services.rollouts.rollout_book import RolloutBook

_DONE = frozenset({ChangeState.VERIFIED})
_MOST_TRIES = 3
_ASKED_AGAIN_S = 60.0
_ON_ITS_WAY = frozenset({ChangeState.CONFIRMED, ChangeState.APPLYING, ChangeState.APPLIED, ChangeState.UNKNOWN})


class RolloutChanger:
    """``ConsoleError`` means: not now, and nothing was begun."""

    def __init__(self, book: RolloutBook, changes: ChangeService, recovery: ChangeRecovery) -> None:
        self._book, self._changes, self._recovery = book, changes, recovery
        self._unsigned: dict[str, tuple[int, float]] = {}

    async def make(self, run: RolloutRun, step: WayStep) -> None:
        """Carry one operation out as a change; on the way back only where nobody else has been."""
        back = run.way is RunWay.BACK
        if step.operation is None:
            return
        if back and await self._is_left_alone(run, step):
            return
        if not back:
            self._changes.access.require_unlocked(step.operation.target.connection)
        self._demand_signature(run)
        draft = await self._changes.draft(step.operation, _reason(run), part_of=run.id)
        # Putting back what was changed only for the rollout was agreed with the step that changed it, like going back.
        promised = back or _closes(run)
        self._weigh_signature(run, draft, promised=promised)
        change = await self._changes.save(draft)
        now = await self._book.move(
            run.id, unless_steered(run, lambda one: begun(one, self._book.now_s(), step, change))
        )
        if now.pending == change.id:  # else a person has held it, or taken it back, while this was prepared
            await self._confirm(run, change, promised=promised)

    def _demand_signature(self, run: RolloutRun) -> None:
        """Wait on without asking anybody, while a signature was missing a short time ago and none has come since."""
        count, at_s = self._unsigned.get(run.id, (-1, 0.0))
        is_new = len(run.approvals) != count or not 0 <= self._book.now_s() - at_s < _ASKED_AGAIN_S
        if run.way is RunWay.FORWARD and run.awaits_signature and not is_new:
            raise _awaited(run)

    def _weigh_signature(self, run: RolloutRun, draft: Change, *, promised: bool) -> None:
        """Raise ``AwaitedSignature`` when nothing but another operator's signature is missing."""
        satisfied = draft.preview is not None and draft.preview.satisfied
        refusals = draft.policy.refusals if draft.policy is not None else ()
        needs = {one.need for one in refusals}
        if needs == {PolicyNeed.SIGNATURE} and not promised and not satisfied:
            self._unsigned[run.id] = (len(run.approvals), self._book.now_s())
            raise _awaited(run)

    async def _confirm(self, run: RolloutRun, change: Change, *, promised: bool) -> None:
        given = Confirmation(preview_digest(change), change.target.name)
        try:
            # The way back was promised with the way forward: a lock that has come since does not keep users on it.
            await self._changes.confirm(change, given, promised=promised)
        except ChangeRefused as error:
            why = str(error)
            await self._book.move(run.id, lambda one: blocked(one, self._book.now_s(), why))
            return
        await self.settle(self._book.find(run.id))

    async def settle(self, run: RolloutRun) -> None:
        """Find out what became of the pending change, and take the run on from there."""
        await self._changes.book.refresh()
        known = {one.id: one for one in self._changes.book.changes}
        change = known.get(run.pending)
        if change is not None and change.state in _ON_ITS_WAY:
            change = await self._awaited(change)
        if change is None or change.state in {ChangeState.PLANNED, ChangeState.PREVIEWED}:
            note = t("Nothing had been written.")
            await self._book.move(run.id, lambda one: released(one, self._book.now_s(), note))
        elif change.state in _DONE:
            await self._done(run, change)
        elif await self._is_as_before(run, change):
            note = t("It did not reach its target, which is just as it was before; it is made anew.")
            await self._book.move(run.id, lambda one: released(one, self._book.now_s(), note))
        elif change.state not in _ON_ITS_WAY:
            await self._block(run, change)

    async def _block(self, run: RolloutRun, change: Change) -> None:
        """Stop at a change that its target refused, or has not shown: the latter may hold there all the same."""
        why = t("{summary} {note}", summary=change.operation.summary(), note=change.note)
        doubtful = _pending_step(run) if _is_doubtful(change) else None
        await self._book.move(run.id, lambda one: blocked(one, self._book.now_s(), why, doubtful))

    async def _done(self, run: RolloutRun, change: Change) -> None:
        step = _pending_step(run)
        await self._book.move(run.id, lambda one: changed(one, self._book.now_s(), step, change))

    async def _awaited(self, change: Change) -> Change:
        """Wait for a change of this console; ask the target about one that another console, or a lost answer, left."""
        if change.owner != self._book_owner:
            await self._recovery.take_over()
        elif change.state is ChangeState.UNKNOWN:
            self._changes.take_up(change)
        return await self._changes.settled(change.id)

    async def _is_as_before(self, run: RolloutRun, change: Change) -> bool:
        """Tell whether a change that nobody knew of has surely not been written: its target still has its base.

        Making it anew repeats nothing then, and whatever may still be on its way is refused for its old base. A target
        that loses everything is not asked for ever.
        """
        is_lost = any(one.state is ChangeState.UNKNOWN for one in change.moments) and not change.was_applied
        if change.state in _ON_ITS_WAY or not is_lost or _released_in_a_row(run) >= _MOST_TRIES:
            return False
        seen = await self._changes.draft(change.operation, change.reason)
        return seen.preview is not None and change.preview is not None and seen.preview.base == change.preview.base

    @property
    def _book_owner(self) -> str:
        return self._changes.book.journal.owner

    async def _is_left_alone(self, run: RolloutRun, step: WayStep) -> bool:
        """Leave a lever out of the way back when somebody else has changed it; tell it."""
        edit = await foreign_edit(self._changes.access, run, step.cell, step.lever)
        if not edit:
            return False
        steps = way_back(run)[run.back_at :]
        rest = next((n for n, one in enumerate(steps) if one[:2] != step[:2]), len(steps))
        note = t("{cell} was left as it is, because somebody else has changed it: {sentence}", cell=step.cell,
                 sentence=edit)  # fmt: skip
        await self._book.move(run.id, lambda one: left_alone(one, self._book.now_s(), note, rest))
        return True


def _closes(run: RolloutRun) -> bool:
    task = task_of(run)
    return run.way is RunWay.FORWARD and task is not None and task.kind is TaskKind.CLOSE


def _awaited(run: RolloutRun) -> AwaitedSignature:
    return AwaitedSignature(
        t("Another operator has to sign the plan."), t("Ask for it: cell-console rollout export {id}", id=run.id)
    )


def _is_doubtful(change: Change) -> bool:
    """Return whether a change that was not verified was, or may have been, applied."""
    may_be = any(one.state is ChangeState.UNKNOWN for one in change.moments)
    return change.state is ChangeState.FAILED and (change.was_applied or may_be)


def _pending_step(run: RolloutRun) -> WayStep:
    """Return the step that the pending change belongs to."""
    if run.pending_way is RunWay.BACK:
        return way_back(run)[run.back_at]
    task = task_of(run)
    if task is None:
        raise ChangeRefused(t("The rollout {id} has no task left.", id=run.id))
    done = sum(not one.back and one.at == run.at for one in run.changes)
    return operations_at(run, task)[done]


def _released_in_a_row(run: RolloutRun) -> int:
    """Return how often the present step has been made without reaching its target."""
    begun_anew = {"changed", "passed", "resumed", "turned-back", "left-alone"}
    since = next((n for n, one in enumerate(reversed(run.moments)) if one.word in begun_anew), len(run.moments))
    return sum(one.word == "released" for one in run.moments[len(run.moments) - since :])


def _reason(run: RolloutRun) -> str:
    what = t("Rollout {name} ({id})", name=run.plan.name, id=run.id)
    if run.way is RunWay.BACK:
        why = next((one.note for one in reversed(run.moments) if one.word == "turned-back"), "")
        return t("{what} is taken back: {why}", what=what, why=why)
    return t("{what}: {reason}", what=what, reason=run.reason) if run.reason else what
