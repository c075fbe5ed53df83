"""Another runbook as a part of this one: its steps and verification take this step's place when a plan is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.runbooks.step_result import StepEnd, StepResult
from console.kernel.i18n import t
from console.runbooks.document_fault import StepFault
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    body = scope.yaml(step.body)
    if not isinstance(body, dict) or not isinstance(body.get("id"), str) or body.keys() - {"id", "parameters"}:
        raise StepFault(t("Write `id:` of the other runbook, and perhaps `parameters:`."), 1)
    values = body.get("parameters") or {}
    if not isinstance(values, dict):
        raise StepFault(t("`parameters:` are names with values."), 1)
    sentence = t("Begin of the runbook {id}.", id=body["id"])
    return Resolved({"id": body["id"], "parameters": values}, sentence, step.body.strip())


async def _run(context: StepContext) -> StepResult:
    return StepResult(StepEnd.PASSED, context.step.sentence)


STEP_KINDS.add(StepKind("runbook", frozenset({"runbook"}), frozenset(), _resolve, _run))
