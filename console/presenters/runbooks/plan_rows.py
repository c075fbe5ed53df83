"""A plan as rows: everything that will be done, before anything is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.runbooks.section import Section
from console.kernel.i18n import t
from console.presenters.retold import retold
from console.presenters.runbooks.runbook_word import kind_word, section_word

if TYPE_CHECKING:
    from console.domain.runbooks.run_plan import PlanStep, RunPlan


class PlanRow(NamedTuple):
    """One step; ``effect`` says whether it changes anything, ``input`` is the whole of what is sent."""

    number: int
    section: str
    name: str
    title: str
    kind: str
    sentence: str
    effect: str
    health: Health | None
    where: str
    step: PlanStep


def plan_rows(plan: RunPlan) -> tuple[PlanRow, ...]:
    """Return the rows of all steps, those of the recovery (which runs only when it is chosen) last."""
    return tuple(_row(number, one) for number, one in enumerate(plan.steps, start=1))


def _row(number: int, step: PlanStep) -> PlanRow:
    effect, health = effect_word(step)
    return PlanRow(
        number=number,
        section=section_word(step.section),
        name=step.name,
        title=step.title or step.name,
        kind=kind_word(step.kind),
        sentence=retold(step.sentence),
        effect=effect,
        health=health,
        where=step.connection or (t("this computer") if step.kind == "shell" else ""),
        step=step,
    )


def effect_word(step: PlanStep) -> tuple[str, Health | None]:
    """Return what a step does to the world in a word, and how that looks."""
    if step.person:
        return t("Asks you"), None
    if step.writes is None:
        return t("May change"), Health.WARNING
    if step.writes:
        return t("Changes"), Health.WARNING
    return t("Reads"), None


def plan_sentence(plan: RunPlan) -> str:
    """Return what a plan comes to, in one sentence."""
    usual = [one for one in plan.steps if one.section is not Section.RECOVERY]
    return t(
        "{count} steps: {changes} change something, {people} ask you, {network} need the network.",
        count=len(usual),
        changes=sum(one.writes is not False and not one.person for one in usual),
        people=sum(one.person for one in usual),
        network=sum(one.network for one in usual),
    )
