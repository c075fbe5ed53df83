"""A PromQL expression must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.runbooks.awaited import EVERY_S, SLACK_S, awaited
from console.runbooks.document_fault import StepFault
from console.runbooks.length import length_text
from console.runbooks.query_look import query_look
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.domain.runbooks.step_result import StepResult
    from console.runbooks.awaited import Finding
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    query = scope.query(step.body)
    expect = step.attributes.get("expect", "some")
    if expect not in {"some", "none"}:
        raise StepFault(t("`expect` is some or none."))
    within_s = scope.seconds(step, "within", 0.0)
    spec = {
        "query": query,
        "none": expect == "none",
        "within_s": within_s,
        "every_s": scope.seconds(step, "every", EVERY_S),
        "hold_s": scope.seconds(step, "hold", 0.0),
    }
    what = t("Nothing may come back of: {query}", query=query) if spec["none"] else t("It must hold: {query}",
                                                                                     query=query)  # fmt: skip
    if within_s:
        what = t("{what} (within {time})", what=what, time=length_text(within_s))
    connection = scope.connection(step, "prometheus")
    return Resolved(spec, what, query, connection, network=True, timeout_s=within_s + SLACK_S)


async def _run(context: StepContext) -> StepResult:
    spec = context.step.spec

    async def look() -> Finding:
        return await query_look(context, spec["query"], context.step.connection, wants_none=spec["none"])

    within_s = 0.0 if context.is_dry else spec["within_s"]
    return await awaited(look, context.outside, within_s, spec["every_s"], 0.0 if context.is_dry else spec["hold_s"])


STEP_KINDS.add(
    StepKind(
        "promql",
        frozenset({"promql"}),
        frozenset({"connection", "expect", "within", "every", "hold"}),
        _resolve,
        _run,
    )
)
