"""From a runbook and values to a plan: every step resolved, before anything runs. Pure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from console.domain.release_gate import GateTopic
from console.domain.runbooks.run_plan import PlanStep, RunPlan
from console.domain.runbooks.section import Section
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.runbooks.document_fault import StepFault
from console.runbooks.parameter_value import read_values
from console.runbooks.parse import MOST_STEPS
from console.runbooks.scope import Scope, flag
from console.runbooks.step_kind import known_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from console.domain.runbooks.runbook import Runbook
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.world import World

MOST_DEPTH = 3
_USUAL_S = 60.0
_MOST_RETRIES = 10
_MOST_TIMEOUT_S = 24 * 3600.0
_ORDER = tuple(Section)


class _Place(NamedTuple):
    """Where a runbook stands in a plan: its names begin with ``prefix``; a part of another keeps that one's section."""

    prefix: str = ""
    section: Section | None = None
    above: tuple[str, ...] = ()


def make_plan(
    runbook: Runbook, given: Mapping[str, object], world: World, find: Callable[[str], Runbook] | None = None
) -> RunPlan:
    """Return the plan of a runbook; ``find`` finds other runbooks by id, which are taken in.

    Raises ``UserError`` naming the parameter or the step that does not fit.
    """
    values = read_values(runbook.parameters, given, world)
    steps = tuple(_steps(runbook, values, world, find, _Place(above=(runbook.id,))))
    steps = tuple(sorted(steps, key=lambda one: _ORDER.index(one.section)))  # stable
    if not steps:
        raise UserError(t("The runbook {id} has no steps.", id=runbook.id), t("Write some, or choose another."))
    if len(steps) > MOST_STEPS:
        raise UserError(t("A runbook has at most {most} steps.", most=MOST_STEPS), t("Split it."))
    return RunPlan(
        runbook=runbook.id,
        title=runbook.title,
        steps=steps,
        values=values,
        estate=world.estate.name if world.estate is not None else "",
        made_s=round(world.now_s, 3),
        text_digest=runbook.digest,
        language=runbook.language,
        severity=runbook.severity,
        time_s=runbook.time_s,
        problems=tuple(_problems(runbook, world)),
    )


def _problems(runbook: Runbook, world: World) -> Iterator[str]:
    kinds = {one.connector for one in world.connections}
    for kind in runbook.requires:
        if kind not in kinds:
            yield t("The estate has no connection of the kind {kind}, which the runbook needs.", kind=kind)


def folder_of(runbook: Runbook) -> str:
    """Return where the scripts of a runbook run; empty (the run's own folder) for those that come with the program."""
    if not runbook.file or runbook.origin == "shipped":
        return ""
    return str(Path(runbook.file).parent / Path(runbook.cwd).expanduser())


def _steps(
    runbook: Runbook,
    values: Mapping[str, str | int | float | bool],
    world: World,
    find: Callable[[str], Runbook] | None,
    place: _Place,
) -> Iterator[PlanStep]:
    scope = Scope(runbook.parameters, values, world, folder=folder_of(runbook))
    for step in runbook.steps:
        if place.section is not None and step.section not in {Section.PREMISE, Section.STEPS, Section.VERIFICATION}:
            continue
        try:
            planned = planned_step(step, scope)
        except StepFault as error:
            raise UserError(
                t("The step {name} (line {line}) does not fit: {why}", name=place.prefix + step.name,
                  line=step.line + error.line, why=error.text),
                t("Correct it: cell-console runbook lint {id}", id=runbook.id),
            ) from error  # fmt: skip
        planned = replace(planned, name=place.prefix + step.name, section=place.section or step.section)
        yield planned
        if step.kind == "runbook":
            yield from _inlined(planned, world, find, place)


def _inlined(
    planned: PlanStep, world: World, find: Callable[[str], Runbook] | None, place: _Place
) -> Iterator[PlanStep]:
    wanted = str(planned.spec["id"])
    if wanted in place.above or len(place.above) > MOST_DEPTH:
        raise UserError(
            t("The runbook {id} cannot be a part of itself, or deeper than {most}.", id=wanted, most=MOST_DEPTH),
            t("Take it out of: {names}", names=" → ".join(place.above)),
        )
    if find is None:
        raise UserError(t("There is no runbook {id}.", id=repr(wanted)), t("Correct the step {n}.", n=planned.name))
    other = find(wanted)
    values = read_values(other.parameters, planned.spec["parameters"], world)
    below = _Place(f"{planned.name}/", planned.section, (*place.above, wanted))
    yield from _steps(other, values, world, find, below)


def planned_step(step: RunbookStep, scope: Scope) -> PlanStep:
    """Return one step resolved; raise ``StepFault``."""
    found = known_kinds().get(step.kind).resolve(step, scope)
    timeout_s = scope.seconds(step, "timeout", _USUAL_S if found.timeout_s is None else found.timeout_s)
    if found.timeout_s is not None and step.kind in {"promql", "http", "kubectl", "wait"}:
        timeout_s = max(timeout_s, found.timeout_s)  # `within` and `until` have the last word
    if not 0 < timeout_s <= _MOST_TIMEOUT_S:
        raise StepFault(t("`timeout` is longer than no time and at most a day."))
    return PlanStep(
        name=step.name,
        kind=step.kind,
        section=step.section,
        title=scope.text(step.title),
        sentence=found.sentence,
        input=found.input,
        spec=found.spec,
        line=step.line,
        prose=step.prose,
        connection=found.connection,
        writes=found.writes,
        network=found.network,
        person=found.person,
        repeatable=found.repeatable,
        timeout_s=timeout_s,
        retries=_retries(step),
        optional=flag(step, "optional"),
        by_hand=flag(step, "excludeFromRunAll"),
        gate=_gate(step) or found.gate,
        cell=scope.text(step.attributes.get("cell", "")) or found.cell or scope.cell,
    )


def _retries(step: RunbookStep) -> int:
    text = step.attributes.get("retries", "0")
    if not text.isdecimal() or int(text) > _MOST_RETRIES:
        raise StepFault(t("`retries` is a number from 0 to {most}.", most=_MOST_RETRIES))
    return int(text)


def _gate(step: RunbookStep) -> tuple[str, ...]:
    topics = tuple(one.strip() for one in step.attributes.get("gate", "").split(",") if one.strip())
    wrong = next((one for one in topics if one not in set(GateTopic)), None)
    if wrong is not None:
        raise StepFault(t("`gate` names {names}, not {wrong}.", names=", ".join(GateTopic), wrong=repr(wrong)))
    return topics
