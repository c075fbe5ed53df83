"""A person confirms that something was done or seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.runbooks.question import Asks, Question
from console.domain.runbooks.step_result import StepEnd, StepResult
from console.kernel.i18n import t
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    text = scope.text(step.body.strip())
    needs = {name: step.attributes.get(name, "") in {"required", "true"} for name in ("note", "picture")}
    spec = {"text": text, **needs}
    return Resolved(spec, t("A person confirms: {text}", text=text.split("\n")[0]), text, person=True)


async def _run(context: StepContext) -> StepResult:
    if context.is_dry:
        return StepResult(StepEnd.PASSED, t("Dry run: nobody was asked."))
    spec = context.step.spec
    question = Question(Asks.CONFIRM, spec["text"], needs_note=spec["note"], needs_picture=spec["picture"])
    return StepResult(StepEnd.ASKS, question=question)


STEP_KINDS.add(
    StepKind(
        "confirm",
        frozenset({"confirm"}),
        frozenset({"note", "picture"}),
        _resolve,
        _run,
    )
)
