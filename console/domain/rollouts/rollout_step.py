"""The steps of a run: the pure state machine; every function returns the next run, or refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.rollouts.rollout_run import LeverOperation, RunChange, RunMoment, RunState, RunWay
from console.domain.rollouts.rollout_task import TaskKind
from console.domain.rollouts.rollout_way import task_of
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.domain.change import Approval, Change
    from console.domain.rollouts.rollout_check import RolloutCheck
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.domain.rollouts.rollout_way import WayStep

_MOST_MOMENTS = 400


def told(run: RolloutRun, now_s: float, word: str, note: str = "", actor: str = "") -> RolloutRun:
    """Return ``run`` with something that happened; old moments are dropped from the middle, never the first."""
    moments = (*run.moments, RunMoment(round(now_s, 3), word, note, actor))
    if len(moments) > _MOST_MOMENTS:
        moments = (moments[0], *moments[2:])
    return replace(run, moments=moments, step=run.step + 1)


def unless_steered(judged: RolloutRun, step: Callable[[RolloutRun], RolloutRun]) -> Callable[[RolloutRun], RolloutRun]:
    """Return ``step`` of a run as it was ``judged``: it leaves one that was held or taken back since as it is."""
    return lambda run: step(run) if _place(run) == _place(judged) else run


def _place(run: RolloutRun) -> tuple[RunState, RunWay, int, int, str]:
    return run.state, run.way, run.at, run.back_at, run.pending


def begun(run: RolloutRun, now_s: float, way: WayStep, change: Change) -> RolloutRun:
    """Return ``run`` as it is journaled before ``change`` is confirmed; what restores its target is kept for good."""
    _demand(run, not run.pending and run.state is RunState.RUNNING)
    known = run.before(way.cell, way.lever)
    inverse = change.inverse
    satisfied = change.preview is not None and change.preview.satisfied
    originals = run.originals
    if run.way is RunWay.FORWARD and change.operation.key not in known:
        original = change.operation if satisfied else inverse
        if original is not None:
            originals = (*originals, LeverOperation.of(way.cell, way.lever, original))  # type: ignore[arg-type]
    return replace(told(run, now_s, "changing", change.operation.summary()), pending=change.id, pending_way=run.way,
                   originals=originals, why="", awaits_signature=False)  # fmt: skip


def changed(run: RolloutRun, now_s: float, way: WayStep, change: Change) -> RolloutRun:
    """Return ``run`` after its pending change was verified: on the next task, or the next step back."""
    _demand(run, run.pending == change.id)
    back = run.pending_way is RunWay.BACK  # what was begun before an abort still belongs to the way forward
    made = RunChange(change.id, run.back_at if back else run.at, back, way.cell, way.lever, change.operation.summary())
    after = told(run, now_s, "changed", made.summary)
    seen = (way.cell, way.lever, change.operation.key)
    doubts = tuple(one for one in run.doubts if (one.cell, one.lever, one.operation.key) != seen)
    return replace(after, pending="", changes=(*run.changes, made), back_at=run.back_at + back, why="", doubts=doubts)


def released(run: RolloutRun, now_s: float, note: str) -> RolloutRun:
    """Return ``run`` without its pending change, which was not written."""
    return replace(told(run, now_s, "released", note), pending="")


def passed(run: RolloutRun, now_s: float) -> RolloutRun:
    """Return ``run`` at its next task."""
    _demand(run, run.state is RunState.RUNNING and not run.pending)
    after = replace(told(run, now_s, "passed"), since_s=now_s, is_let=False, is_forced=False, why="")
    if run.way is RunWay.BACK:
        return replace(after, back_at=run.back_at + 1)
    return replace(after, at=run.at + 1, checks=())


def turned_back(run: RolloutRun, now_s: float, why: str, actor: str = "") -> RolloutRun:
    """Return ``run`` on its way back (an abort, or a failed check); what is pending is settled first."""
    _demand(run, run.way is RunWay.FORWARD and not run.is_over)
    after = replace(told(run, now_s, "turned-back", why, actor), way=RunWay.BACK, state=RunState.RUNNING, why=why)
    return replace(after, since_s=now_s, is_let=False, is_forced=False, awaits_signature=False)


def left_alone(run: RolloutRun, now_s: float, note: str, steps: int) -> RolloutRun:
    """Return ``run`` past steps of its way back that are not taken: somebody else has changed the target."""
    _demand(run, run.way is RunWay.BACK and run.state is RunState.RUNNING and not run.pending)
    after = told(run, now_s, "left-alone", note)
    return replace(after, back_at=run.back_at + steps, left=(*run.left, note))


def blocked(run: RolloutRun, now_s: float, why: str, doubtful: WayStep | None = None) -> RolloutRun:
    """Return ``run`` where only a person can help; ``doubtful`` is what its target took, or may have taken.

    What was begun before an abort and failed does not keep the way back waiting.
    """
    _demand(run, run.state is RunState.RUNNING)
    doubts = run.doubts
    if doubtful is not None and doubtful.operation is not None:
        found = LeverOperation.of(doubtful.cell, doubtful.lever, doubtful.operation)
        doubts = (*(one for one in doubts if one != found), found)
    if run.pending and run.way is not run.pending_way:
        return replace(told(run, now_s, "released", why), pending="", doubts=doubts)
    return replace(told(run, now_s, "blocked", why), state=RunState.BLOCKED, pending="", why=why, doubts=doubts)


def ended(run: RolloutRun, now_s: float) -> RolloutRun:
    """Return ``run`` as over."""
    _demand(run, run.state is RunState.RUNNING and not run.pending)
    word = "rolled-back" if run.way is RunWay.BACK else "completed"
    return replace(told(run, now_s, word), state=RunState.ENDED)


def paused(run: RolloutRun, now_s: float, actor: str, reason: str) -> RolloutRun:
    """Return ``run`` as held by a person; a change that is on its way is still settled by whoever goes on."""
    _demand(run, run.state is RunState.RUNNING)
    return replace(told(run, now_s, "paused", reason, actor), state=RunState.PAUSED)


def resumed(run: RolloutRun, now_s: float, actor: str) -> RolloutRun:
    """Return ``run`` as running again: after a pause, or to try again what blocked it."""
    _demand(run, run.state in {RunState.PAUSED, RunState.BLOCKED})
    return replace(told(run, now_s, "resumed", "", actor), state=RunState.RUNNING, why="")


def let_on(run: RolloutRun, now_s: float, actor: str, reason: str = "", *, forced: bool = False) -> RolloutRun:
    """Return ``run`` as let go on by a person from where it waits; ``forced`` also without enough evidence."""
    task = task_of(run)
    waits = task is not None and task.kind in {TaskKind.SOAK, TaskKind.BARRIER}
    _demand(run, run.state is RunState.RUNNING and run.way is RunWay.FORWARD and waits)
    after = told(run, now_s, "promoted" if forced else "stepped", reason, actor)
    return replace(after, is_let=True, is_forced=forced)


def found(run: RolloutRun, now_s: float, checks: Sequence[RolloutCheck]) -> RolloutRun:
    """Return ``run`` with what was found of its cells."""
    return replace(told(run, now_s, "found"), checks=tuple(checks), why="")


def held(run: RolloutRun, now_s: float, why: str, *, unsigned: bool = False) -> RolloutRun:
    """Return ``run`` as held up by something that may go away: a lock, a missing network, a missing signature."""
    return replace(told(run, now_s, "held", why), why=why, awaits_signature=unsigned)


def signed(run: RolloutRun, now_s: float, approval: Approval, note: str) -> RolloutRun:
    """Return ``run`` with another operator's signature on its plan; the same one again changes nothing."""
    _demand(run, not run.is_over)
    if any(one.signature == approval.signature for one in run.approvals):
        return run
    after = told(run, now_s, "signed", note, approval.actor)
    return replace(after, approvals=(*run.approvals, approval), why="", awaits_signature=False)


def anchored(run: RolloutRun, now_s: float) -> RolloutRun:
    """Return ``run`` whose stage begins now: the clock was set back."""
    return replace(told(run, now_s, "clock-set-back"), since_s=now_s)


def taken(run: RolloutRun, now_s: float, owner: str) -> RolloutRun:
    """Return ``run`` as driven by the console ``owner``."""
    return replace(told(run, now_s, "taken"), owner=owner)


def _demand(run: RolloutRun, fits: bool) -> None:
    if not fits:
        raise ChangeRefused(
            t("The rollout {id} cannot take this step; it is {state}.", id=run.id, state=run.state.value),
            t("Look at it with: cell-console rollout status {id}", id=run.id),
        )
