"""Waiting: for a while, or until a PromQL expression holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.runbooks.step_result import StepEnd, StepResult
from console.kernel.i18n import t
from console.runbooks.awaited import EVERY_S, SLACK_S, awaited
from console.runbooks.document_fault import StepFault
from console.runbooks.length import length_text, seconds
from console.runbooks.query_look import query_look
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.awaited import Finding
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext

_MOST_S = 600.0


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    body = step.body.strip()
    return _until(step, scope) if ":" in body else _while(scope.text(body))


def _while(text: str) -> Resolved:
    try:
        found = seconds(text)
    except ValueError as error:
        raise StepFault(str(error), 1) from error
    sentence = t("Wait {time}.", time=length_text(found))
    return Resolved({"seconds": found}, sentence, text, timeout_s=found + SLACK_S)


def _until(step: RunbookStep, scope: Scope) -> Resolved:
    body = scope.raw_yaml(step.body)
    if not isinstance(body, dict) or not isinstance(body.get("until"), str) or body.keys() - {"until", "every"}:
        raise StepFault(t("Write a length of time, or `until:` with a query, and perhaps `every:`."), 1)
    query, most_s = scope.query(body["until"]), scope.seconds(step, "timeout", _MOST_S)
    try:
        every_s = seconds(str(body.get("every", EVERY_S)))
    except ValueError as error:
        raise StepFault(str(error), 1) from error
    spec = {"query": query, "within_s": most_s, "every_s": every_s}
    sentence = t("Wait at most {time} until: {query}", time=length_text(most_s), query=query)
    return Resolved(spec, sentence, query, scope.connection(step, "prometheus"), network=True,
                    timeout_s=most_s + SLACK_S)  # fmt: skip


async def _run(context: StepContext) -> StepResult:
    spec = context.step.spec
    if context.is_dry:
        return StepResult(StepEnd.PASSED, t("Dry run: not waited."))
    if "seconds" in spec:
        await context.outside.sleep(spec["seconds"])
        return StepResult(StepEnd.PASSED, t("{time} have passed.", time=length_text(spec["seconds"])))

    async def look() -> Finding:
        return await query_look(context, spec["query"], context.step.connection)

    return await awaited(look, context.outside, spec["within_s"], spec["every_s"])


STEP_KINDS.add(StepKind("wait", frozenset({"wait"}), frozenset({"connection"}), _resolve, _run))
