"""Looking at a plan before it runs: cells, connections, compatibility, and what its steps would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.model.compatibility import CompatibilityRule, check_switch
from console.domain.model.compatibility_text import actions_text, reasons_text
from console.domain.policy_verdict import PolicyNeed, PolicyVerdict
from console.domain.rollouts.rollout_wave import uncounted_cells
from console.domain.rollouts.route_lever import RouteLever
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.services.rollouts.plan_preview import plan_previews

if TYPE_CHECKING:
    from console.domain.change import Change
    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.domain.rollouts.step_preview import StepPreview
    from console.estate.schema.estate import Estate
    from console.services.change_service import ChangeService
    from console.services.policy.change_judge import ChangeJudge


class PlanReview(NamedTuple):
    """``problems`` stand against the plan, ``needs`` must be done; ``steps`` are what it writes, in order."""

    problems: tuple[str, ...]
    needs: tuple[str, ...]
    steps: tuple[StepPreview, ...]


def estate_problems(plan: RolloutPlan, estate: Estate) -> tuple[str, ...]:
    """Return what of a plan the estate does not know."""
    connections = {one.key for one in estate.connections()}
    cells = {one.key for one in estate.cells}
    found = [t("The estate has no cell {key}.", key=repr(one)) for one in plan.cells if one not in cells]
    named = {lever.connection for wave in plan.waves for cell in wave.cells for lever in cell.levers}
    found += [t("The estate has no connection {key}.", key=repr(one)) for one in sorted(named - connections)]
    return tuple(found)


def coarse_weights(plan: RolloutPlan) -> tuple[str, ...]:
    """Return which routes cannot give the share of a stage; runs of such plans are in journals, and can be read."""
    found = []
    for wave in plan.waves:
        for lever in (one for cell in wave.cells for one in cell.levers if isinstance(one, RouteLever)):
            shares = [f"{one.percent:g} %" for one in plan.stages_of(wave) if lever.is_too_coarse(one.percent)]
            if shares:
                found.append(_coarse_sentence(lever, ", ".join(shares)))
    return tuple(found)


def _coarse_sentence(lever: RouteLever, shares: str) -> str:
    return t(
        "The weights of {route} are too coarse for {shares}: {canary} and {stable} have only {both} together. "
        "Leave the stage out, or give both more weight first.",
        route=lever.name,
        shares=shares,
        canary=lever.canary,
        stable=lever.stable,
        both=lever.together,
    )


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


async def review(plan: RolloutPlan, estate: Estate, changes: ChangeService, judge: ChangeJudge) -> PlanReview:
    """Look at a plan; nothing is written anywhere. What cannot be asked now is a problem too."""
    problems = [*estate_problems(plan, estate), *coarse_weights(plan)]
    reasons, needs = compatibility(plan, estate)
    if reasons:
        problems.append(f"{reasons} {t('What helps: {actions}.', actions=needs)}" if needs else reasons)
    if problems:
        return PlanReview(tuple(problems), (), ())
    steps = await plan_previews(plan, changes, judge)
    found = [needs] if needs else []
    if any(one.change is not None and _verdict(one.change).needs(PolicyNeed.SIGNATURE) for one in steps):
        found.append(t("Have the whole plan signed by another operator once it has begun."))
    blind = uncounted_cells(plan.waves, knows_model=plan.model is not None) if plan.gates.judge else ()
    if blind:
        cells = ", ".join(blind)
        found.append(t("Nobody counts the canary of {cells} apart: leave the judge out, or promote it.", cells=cells))
    return PlanReview(tuple(dict.fromkeys(filter(None, map(_problem, steps)))), tuple(found), steps)


def _verdict(change: Change) -> PolicyVerdict:
    return change.policy or PolicyVerdict(0)


def _problem(step: StepPreview) -> str:
    """Return what stands against a step, or nothing; a signature is given to the whole plan, and a reason there is."""
    why = step.problem
    if step.change is not None:
        refusals = _verdict(step.change).without(PolicyNeed.SIGNATURE).refusals
        why = " ".join(
            t("Refused by the policy {policy}: {text}", policy=one.policy, text=f"{one.text} {one.comply}".strip())
            for one in refusals
        )
    return t("{cell}: {sentence}", cell=step.cell, sentence=why) if why else ""


async def demand_sound(plan: RolloutPlan, estate: Estate, changes: ChangeService, judge: ChangeJudge) -> PlanReview:
    """Return the review of a plan; raise ``ChangeRefused`` when something stands against it."""
    found = await review(plan, estate, changes, judge)
    if found.problems:
        raise ChangeRefused(
            t("The rollout {name} cannot begin: {why}", name=plan.name, why=" ".join(found.problems)),
            t("Correct the plan, then look at it with: cell-console rollout plan FILE"),
        )
    return found
