"""Looking at a plan before it runs: cells, connections, compatibility, and what its first steps would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.model.compatibility import CompatibilityRule, check_switch
from console.domain.rollouts.rollout_task import rollout_tasks
from console.kernel.errors import ChangeRefused, ConsoleError
from console.kernel.i18n import t
from console.presenters.compatibility_text import actions_text, reasons_text

if TYPE_CHECKING:
    from console.domain.change import Change
    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.estate.schema.estate import Estate
    from console.services.change_service import ChangeService


class PlanReview(NamedTuple):
    """``problems`` stand against the plan, ``needs`` must be done beforehand; ``drafts`` are its first changes."""

    problems: tuple[str, ...]
    needs: tuple[str, ...]
    drafts: tuple[Change, ...]


def estate_problems(plan: RolloutPlan, estate: Estate) -> tuple[str, ...]:
    """Return what of a plan the estate does not know."""
    connections = {one.key for one in estate.connections()}
    cells = {one.key for one in estate.cells}
    found = [t("The estate has no cell {key}.", key=repr(one)) for one in plan.cells if one not in cells]
    named = {lever.connection for wave in plan.waves for cell in wave.cells for lever in cell.levers}
    found += [t("The estate has no connection {key}.", key=repr(one)) for one in sorted(named - connections)]
    return tuple(found)


def compatibility(plan: RolloutPlan, estate: Estate) -> tuple[str, str]:
    """Return why the version of a plan may not follow the current one, and what must be done first (E2.1)."""
    if plan.model is None:
        return "", ""
    model = next((one for one in estate.models if one.key == plan.model.key), None)
    if model is None:
        return t("The estate has no edge model {key}.", key=repr(plan.model.key)), ""
    rules = [
        CompatibilityRule(one.versions, one.works_with, one.invalidate_cache, one.migration)
        for one in model.compatibility
    ]
    known = tuple(one for one in (model.canary, model.previous) if one)
    verdict = check_switch(model.current, plan.model.version, rules, known)
    return reasons_text(verdict), actions_text(verdict)


async def review(plan: RolloutPlan, estate: Estate, changes: ChangeService) -> PlanReview:
    """Look at a plan; nothing is written anywhere. What cannot be asked now is a problem too."""
    problems = list(estate_problems(plan, estate))
    reasons, needs = compatibility(plan, estate)
    if reasons:
        problems.append(f"{reasons} {t('What helps: {actions}.', actions=needs)}" if needs else reasons)
    drafts: list[Change] = []
    firsts = {(one.cell, one.lever): one for one in reversed(rollout_tasks(plan)) if one.stage == 0 and one.cell}
    for task in reversed(firsts.values()) if not problems else ():
        if task.operation is None:
            continue
        try:
            drafts.append(await changes.draft(task.operation, plan.reason))
        except ConsoleError as error:
            problems.append(f"{task.cell}: {error}")
    return PlanReview(tuple(problems), () if reasons or not needs else (needs,), tuple(drafts))


async def demand_sound(plan: RolloutPlan, estate: Estate, changes: ChangeService) -> PlanReview:
    """Return the review of a plan; raise ``ChangeRefused`` when something stands against it."""
    found = await review(plan, estate, changes)
    if found.problems:
        raise ChangeRefused(
            t("The rollout {name} cannot begin: {why}", name=plan.name, why=" ".join(found.problems)),
            t("Correct the plan, then look at it with: cell-console rollout plan FILE"),
        )
    return found
