"""The steps of a rollout's plan as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.rollouts.rollout_task import TaskKind, rollout_tasks
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, percent

if TYPE_CHECKING:
    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.domain.rollouts.rollout_task import RolloutTask


class PlanRow(NamedTuple):
    """One task of a plan, ready to be shown."""

    number: int
    wave: str
    share: str
    cell: str
    what: str


def plan_rows(plan: RolloutPlan) -> tuple[PlanRow, ...]:
    """Return what a plan does, from the first to the last task."""
    return tuple(_row(plan, number, task) for number, task in enumerate(rollout_tasks(plan), 1))


def _row(plan: RolloutPlan, number: int, task: RolloutTask) -> PlanRow:
    wave = plan.waves[task.wave]
    stage = plan.stages_of(wave)[task.stage]
    if task.kind is TaskKind.SOAK:
        lasts = t("Watch for {time} and pass the gates.", time=duration(stage.lasts_s))
        what = lasts if stage.lasts_s else t("Wait until the cells have it and pass the gates.")
    elif task.kind is TaskKind.BARRIER:
        what = t("Wait for a person before the next wave.")
    elif task.kind is TaskKind.CLOSE:
        what = t("Put back what was changed only for the rollout.")
    else:
        what = task.operation.summary() if task.operation is not None else UNKNOWN
    return PlanRow(number, str(task.wave + 1), percent(stage.percent / 100), task.cell or UNKNOWN, what)
