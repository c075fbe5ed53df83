"""The steps of a rollout's plan as rows, with what each would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.policy_verdict import PolicyNeed, PolicyVerdict
from console.domain.rollouts.rollout_task import TaskKind, rollout_tasks
from console.domain.rollouts.weight_lever import WeightLever
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.change import Change
    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.domain.rollouts.rollout_task import RolloutTask
    from console.domain.rollouts.step_preview import StepPreview

_LONGEST = 160


class PlanRow(NamedTuple):
    """One task of a plan, ready to be shown; ``change`` is what it would do, ``note`` what speaks against it."""

    number: int
    wave: str
    share: str
    cell: str
    what: str
    change: str = ""
    note: str = ""
    health: Health | None = None


def plan_rows(plan: RolloutPlan, seen: Iterable[StepPreview] = ()) -> tuple[PlanRow, ...]:
    """Return what a plan does, from the first to the last task; ``seen`` are the previews of its steps."""
    known = {one.place: one for one in seen}
    tasks = enumerate(rollout_tasks(plan))
    return tuple(_row(plan, place, task, known.get(place)) for place, task in tasks if not _is_nothing(plan, task))


def _is_nothing(plan: RolloutPlan, task: RolloutTask) -> bool:
    """Return whether a task closes what plain weights have already ended."""
    cells = plan.waves[task.wave].cells
    levers = next((one.levers for one in cells if one.cell == task.cell), ())
    return task.kind is TaskKind.CLOSE and isinstance(levers[task.lever], WeightLever)


def _row(plan: RolloutPlan, place: int, task: RolloutTask, seen: StepPreview | None) -> PlanRow:
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
    row = PlanRow(place + 1, str(task.wave + 1), percent(stage.percent / 100), task.cell or UNKNOWN, what)
    if seen is None:
        return row
    if seen.change is None:
        return row._replace(note=seen.problem, health=Health.UNKNOWN)
    note, health = _note(seen.change)
    return row._replace(change=_change_text(seen.change), note=note, health=health)


def _note(change: Change) -> tuple[str, Health]:
    verdict = (change.policy or PolicyVerdict(0)).without(PolicyNeed.SIGNATURE)  # the plan is signed as a whole
    refused = [one.text for one in verdict.refusals]
    warned = [one.text for one in verdict.findings if not one.refuses]
    warned += change.preview.warnings if change.preview is not None else ()
    health = Health.CRITICAL if refused else Health.WARNING if warned else Health.OK
    return " ".join([*refused, *warned]), health


def _change_text(change: Change) -> str:
    """Return the differences of a change in one line."""
    differences = change.preview.differences if change.preview is not None else ()
    if not differences:
        return t("nothing: it is so already")
    return "; ".join(f"{one.path}: {_short(one.before)} → {_short(one.after)}" for one in differences)


def _short(text: str) -> str:
    flat = " ".join(text.split()) or UNKNOWN
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"
