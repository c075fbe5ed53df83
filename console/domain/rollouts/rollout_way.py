"""What a run does at a place of its way, and what its targets should be like."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from console.domain.rollouts.rollout_task import TaskKind, rollout_tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.operation import Operation
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.domain.rollouts.rollout_task import RolloutTask
    from console.domain.rollouts.rollout_wave import Lever


class WayStep(NamedTuple):
    """An operation on a lever of a cell; ``None``: wait until everybody in the cell has the same."""

    cell: str
    lever: int
    operation: Operation | None


def task_of(run: RolloutRun) -> RolloutTask | None:
    """Return the present task of a run; ``None`` behind the last."""
    tasks = rollout_tasks(run.plan)
    return tasks[run.at] if run.at < len(tasks) else None


def operations_at(run: RolloutRun, task: RolloutTask) -> tuple[WayStep, ...]:
    """Return what a task does to its target, in order."""
    if task.kind is TaskKind.SET:
        return (WayStep(task.cell, task.lever, task.operation),)
    if task.kind is TaskKind.CLOSE:
        found = _lever(run, task.cell, task.lever).closing(run.before(task.cell, task.lever))
        return tuple(WayStep(task.cell, task.lever, one) for one in found)
    return ()


def way_back(run: RolloutRun) -> tuple[WayStep, ...]:
    """Return what takes a run back: every lever that was touched, the one touched last first."""
    touched = dict.fromkeys((one.cell, one.lever) for one in run.originals)
    begun = rollout_tasks(run.plan)[: run.at + 1]
    closed = {(one.cell, one.lever) for one in begun if one.kind is TaskKind.CLOSE}
    return tuple(
        WayStep(cell, lever, one)
        for cell, lever in reversed(touched)
        for one in _lever(run, cell, lever).back(run.before(cell, lever), is_closed=(cell, lever) in closed)
    )


def expected(run: RolloutRun, cell: str, lever: int) -> tuple[tuple[Operation, ...], ...]:
    """Return for each kind of operation what may hold at a lever when nobody else has touched it.

    The first is the last one that is done; the others are doubtful: they were, or may have been, done after it.
    """
    found: dict[str, tuple[Operation, ...]] = {}
    for step in _done(run):
        if (step.cell, step.lever) == (cell, lever) and step.operation is not None:
            found[step.operation.key] = (step.operation,)
    before = run.before(cell, lever)
    for one in (doubt.operation for doubt in run.doubts if (doubt.cell, doubt.lever) == (cell, lever)):
        known = (before[one.key],) if one.key in before else ()
        found[one.key] = (*found.get(one.key, known), one)
    return tuple(found.values())


def _done(run: RolloutRun) -> Iterator[WayStep]:
    tasks, back, counts = rollout_tasks(run.plan), way_back(run), Counter[int]()
    for one in run.changes:
        if one.back:
            yield back[one.at]
        else:
            yield operations_at(run, tasks[one.at])[counts[one.at]]
            counts[one.at] += 1


def _lever(run: RolloutRun, cell: str, lever: int) -> Lever:
    return next(one.levers[lever] for wave in run.plan.waves for one in wave.cells if one.cell == cell)
