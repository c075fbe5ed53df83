"""The tasks of a plan in their order: what the engine does one by one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.operation import Operation
    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.domain.rollouts.rollout_wave import RolloutWave

_ALL = 100


class TaskKind(StrEnum):
    """``SET`` gives a share, ``SOAK`` watches it, ``CLOSE`` ends a cell's release, ``BARRIER`` waits for a person."""

    SET = "set"
    SOAK = "soak"
    CLOSE = "close"
    BARRIER = "barrier"


@dataclass(frozen=True, slots=True)
class RolloutTask:
    """``wave`` and ``stage`` count from 0; ``cell`` and ``lever`` (its place) say what is moved by ``operation``.

    What a ``CLOSE`` does is known only from what was before.
    """

    kind: TaskKind
    wave: int
    stage: int
    cell: str = ""
    lever: int = -1
    operation: Operation | None = None


@lru_cache(maxsize=32)
def rollout_tasks(plan: RolloutPlan) -> tuple[RolloutTask, ...]:
    """Return the tasks of a plan from the first to the last."""
    last = len(plan.waves) - 1
    return tuple(task for place, wave in enumerate(plan.waves) for task in _of_wave(plan, place, wave, place == last))


def _of_wave(plan: RolloutPlan, place: int, wave: RolloutWave, is_last: bool) -> Iterator[RolloutTask]:
    stages = plan.stages_of(wave)
    for number, stage in enumerate(stages):
        for cell in wave.cells:
            for which, lever in enumerate(cell.levers):
                for operation in lever.forward(stage.percent, is_first=number == 0):
                    yield RolloutTask(TaskKind.SET, place, number, cell.cell, which, operation)
        yield RolloutTask(TaskKind.SOAK, place, number)
    for cell in wave.cells:
        for which in range(len(cell.levers)):
            yield RolloutTask(TaskKind.CLOSE, place, len(stages) - 1, cell.cell, which)
    if wave.barrier == "hand" and not is_last:
        yield RolloutTask(TaskKind.BARRIER, place, len(stages) - 1)
