"""What comes next in a run: a pure decision from the run, what was found, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict
from console.domain.rollouts.rollout_run import RunState, RunWay
from console.domain.rollouts.rollout_task import TaskKind
from console.domain.rollouts.rollout_way import WayStep, operations_at, task_of, way_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.rollouts.rollout_check import RolloutCheck
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.domain.rollouts.rollout_task import RolloutTask


class MoveKind(StrEnum):
    """``REST``: a person must say so first; ``NEXT``: on to the next task; ``BACK``: take it back from here."""

    REST = "rest"
    SETTLE = "settle"
    CHANGE = "change"
    NEXT = "next"
    WAIT = "wait"
    BACK = "back"
    END = "end"


class WaitFor(StrEnum):
    """What is waited for."""

    TIME = "time"
    PERSON = "person"
    EVIDENCE = "evidence"
    CELL = "cell"
    BARRIER = "barrier"
    LOCK = "lock"
    SIGNATURE = "signature"
    REACH = "reach"


@dataclass(frozen=True, slots=True)
class RolloutMove:
    """``step`` is what a change does, ``until_s`` when a time is over, ``check`` what decided."""

    kind: MoveKind
    step: WayStep | None = None
    wait: WaitFor | None = None
    until_s: float | None = None
    check: RolloutCheck | None = None


def next_move(run: RolloutRun, checks: Sequence[RolloutCheck], now_s: float) -> RolloutMove:
    """Return what is to be done now; ``checks`` are what was found of the cells just now."""
    if run.state is not RunState.RUNNING:
        return RolloutMove(MoveKind.REST)
    if run.pending:
        return RolloutMove(MoveKind.SETTLE)
    if run.way is RunWay.BACK:
        return _backwards(run, checks)
    task = task_of(run)
    if task is None:
        return RolloutMove(MoveKind.END)
    if task.kind is TaskKind.BARRIER:
        passes = RolloutMove(MoveKind.NEXT)
        return passes if run.is_let else RolloutMove(MoveKind.WAIT, wait=WaitFor.BARRIER)
    return _soak(run, task, checks, now_s) if task.kind is TaskKind.SOAK else _operation(run, task)


def soaking_cells(run: RolloutRun) -> tuple[str, ...]:
    """Return the cells that must be looked at now."""
    if run.way is RunWay.BACK:
        steps = way_back(run)
        return (steps[run.back_at].cell,) if run.back_at < len(steps) else ()
    task = task_of(run)
    is_soak = task is not None and task.kind is TaskKind.SOAK
    return tuple(one.cell for one in run.plan.waves[task.wave].cells) if is_soak and task is not None else ()


def _operation(run: RolloutRun, task: RolloutTask) -> RolloutMove:
    steps = operations_at(run, task)
    done = sum(not one.back and one.at == run.at for one in run.changes)
    return RolloutMove(MoveKind.CHANGE, steps[done]) if done < len(steps) else RolloutMove(MoveKind.NEXT)


def _backwards(run: RolloutRun, checks: Sequence[RolloutCheck]) -> RolloutMove:
    steps = way_back(run)
    if run.back_at >= len(steps):
        return RolloutMove(MoveKind.END)
    step = steps[run.back_at]
    if step.operation is not None:
        return RolloutMove(MoveKind.CHANGE, step)
    health = [one for one in checks if one.cell == step.cell and one.topic is CheckTopic.HEALTH]
    is_settled = bool(health) and all(one.verdict is CheckVerdict.GO for one in health)
    return RolloutMove(MoveKind.NEXT) if is_settled else RolloutMove(MoveKind.WAIT, wait=WaitFor.CELL)


def _soak(run: RolloutRun, task: RolloutTask, checks: Sequence[RolloutCheck], now_s: float) -> RolloutMove:
    bad = next((one for one in checks if one.verdict is CheckVerdict.FAIL), None)
    if bad is not None:
        return RolloutMove(MoveKind.BACK, check=bad)
    wave = run.plan.waves[task.wave]
    until_s = run.since_s + run.plan.stages_of(wave)[task.stage].lasts_s
    if now_s < until_s and not run.is_let:
        return RolloutMove(MoveKind.WAIT, wait=WaitFor.TIME, until_s=until_s)
    looked = {one.cell for one in checks}
    held = next((one for one in checks if one.verdict is CheckVerdict.HOLD and not _may_pass(run, one)), None)
    if held is not None or not looked.issuperset(one.cell for one in wave.cells):
        return RolloutMove(MoveKind.WAIT, wait=WaitFor.EVIDENCE, check=held)
    if run.plan.mode == "hand" and not run.is_let:
        return RolloutMove(MoveKind.WAIT, wait=WaitFor.PERSON)
    return RolloutMove(MoveKind.NEXT)


def _may_pass(run: RolloutRun, check: RolloutCheck) -> bool:
    """A person may go on without enough evidence, never while the cell has not even got its share."""
    return run.is_forced and check.topic is not CheckTopic.HEALTH
