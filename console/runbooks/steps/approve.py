"""Another person agrees before the run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.runbooks.question import Asks, Question
from console.domain.runbooks.step_result import StepEnd, StepResult
from console.kernel.i18n import t
from console.runbooks.document_fault import StepFault
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext

_MOST_PEOPLE = 5


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    text, people = scope.text(step.body.strip()), step.attributes.get("people", "1")
    if not people.isdecimal() or not 1 <= int(people) <= _MOST_PEOPLE:
        raise StepFault(t("`people` is a number from 1 to {most}.", most=_MOST_PEOPLE))
    sentence = t("Another person approves ({count}): {text}", count=people, text=text.split("\n")[0])
    return Resolved({"text": text, "people": int(people)}, sentence, text, person=True)


async def _run(context: StepContext) -> StepResult:
    if context.is_dry:
        return StepResult(StepEnd.PASSED, t("Dry run: nobody was asked."))
    question = Question(Asks.APPROVE, context.step.spec["text"], people=context.step.spec["people"])
    return StepResult(StepEnd.ASKS, question=question)


STEP_KINDS.add(StepKind("approve", frozenset({"approve"}), frozenset({"people"}), _resolve, _run))
