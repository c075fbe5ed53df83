"""Several steps at once; the group passes when all of them do."""

from __future__ import annotations

import asyncio
from dataclasses import replace as changed
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from console.domain.runbooks.run_plan import PlanStep
from console.domain.runbooks.runbook_step import RunbookStep
from console.domain.runbooks.step_result import StepEnd, StepResult
from console.estate.write_yaml import yaml_text
from console.kernel.errors import ConnectorError, ConsoleError
from console.kernel.gathered import gathered
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.runbooks.document_fault import StepFault
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind, kind_of, known_kinds

if TYPE_CHECKING:
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext

_MOST = 20
_NOT_INSIDE = frozenset({"confirm", "decide", "approve", "parallel", "runbook", "change", "job"})


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    body = scope.raw_yaml(step.body)
    if not isinstance(body, list) or not 0 < len(body) <= _MOST:
        raise StepFault(t("Write a list of at most {most} steps.", most=_MOST), 1)
    steps = [_inner(step, found, place, scope) for place, found in enumerate(body)]
    if len({one.name for one in steps}) < len(steps):
        raise StepFault(t("Two steps of the group have one name."), 1)
    return Resolved(
        [msgspec.to_builtins(one) for one in steps],
        t("At once: {names}", names=", ".join(one.name for one in steps)),
        "\n\n".join(f"{one.name}: {one.input}" for one in steps),
        writes=_writes(steps),
        network=any(one.network for one in steps),
        repeatable=all(one.repeatable for one in steps),
        timeout_s=max(one.timeout_s for one in steps),
    )


def _writes(steps: list[PlanStep]) -> bool | None:
    found = {one.writes for one in steps}
    return True if True in found else None if None in found else False


def _inner(step: RunbookStep, found: Any, place: int, scope: Scope) -> PlanStep:
    if not isinstance(found, dict):
        raise StepFault(t("Each step of a group is a mapping: `- promql: up == 1`."), 1)
    languages = [key for key in found if kind_of(key) is not None]
    kind = kind_of(languages[0]) if len(languages) == 1 else None
    if kind is None or kind.key in _NOT_INSIDE:
        raise StepFault(
            t("Each step of a group names one kind that can run beside others (no change, no question)."), 1
        )
    body = found[languages[0]]
    attributes = {str(key): str(one) for key, one in found.items() if key not in {*languages, "name"}}
    name = str(found.get("name", f"{kind.key}-{place + 1}"))
    text = body if isinstance(body, str) else yaml_text(body)
    inner = RunbookStep(name, kind.key, step.section, name, text, step.line, languages[0], "", attributes)
    if kind.key == "shell" and attributes.get("background", "") == "true":
        raise StepFault(t("What goes on behind cannot be in a group."), 1)
    return _planned(inner, kind.resolve(inner, scope), scope)


def _planned(inner: RunbookStep, found: Resolved, scope: Scope) -> PlanStep:
    return PlanStep(
        name=inner.name,
        kind=inner.kind,
        section=inner.section,
        title=inner.title,
        sentence=found.sentence,
        input=found.input,
        spec=found.spec,
        connection=found.connection,
        writes=found.writes,
        network=found.network,
        repeatable=found.repeatable,
        timeout_s=scope.seconds(inner, "timeout", found.timeout_s or 60.0),
    )


async def _run(context: StepContext) -> StepResult:
    steps = [msgspec.convert(one, prepared(PlanStep)) for one in context.step.spec]
    results = await gathered(*(_one(context, one) for one in steps))
    failed = [f"{step.name}: {one.sentence}" for step, one in zip(steps, results, strict=True)
              if one.end is not StepEnd.PASSED]  # fmt: skip
    worst = next((one for one in results if one.end is StepEnd.UNREACHABLE), None)
    if failed:
        return replace(worst or results[0], end=worst.end if worst else StepEnd.FAILED, sentence=" ".join(failed))
    return StepResult(StepEnd.PASSED, t("All {count} passed.", count=len(steps)))


async def _one(context: StepContext, step: PlanStep) -> StepResult:
    def write(text: str) -> None:
        context.write("".join(f"[{step.name}] {line}\n" for line in text.splitlines()))

    inner = changed(context, step=step, write=write)
    try:
        async with asyncio.timeout(step.timeout_s):
            return await known_kinds().get(step.kind).run(inner)
    except TimeoutError:
        return StepResult(StepEnd.FAILED, t("It took longer than {time} s.", time=f"{step.timeout_s:g}"))
    except ConnectorError as error:
        return StepResult(StepEnd.UNREACHABLE, str(error))
    except ConsoleError as error:
        return StepResult(StepEnd.FAILED, str(error))


STEP_KINDS.add(StepKind("parallel", frozenset({"parallel"}), frozenset(), _resolve, _run))
