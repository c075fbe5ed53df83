"""A decision: by a query where one can tell, else by a person; it leads on to another step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.runbooks.question import Asks, Choice, Question
from console.domain.runbooks.step_result import StepEnd, StepResult
from console.kernel.errors import ConnectorError
from console.kernel.i18n import t
from console.runbooks.document_fault import StepFault
from console.runbooks.query_look import query_look
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    body = scope.raw_yaml(step.body)
    if not isinstance(body, dict) or not isinstance(body.get("question"), str):
        raise StepFault(t("A decision needs `question:` and `choices:`."), 1)
    if foreign := sorted(body.keys() - {"question", "when", "choices"}):
        raise StepFault(t("A decision has no {name}.", name=repr(foreign[0])), 1)
    choices = [_choice(one, scope) for one in body.get("choices") or ()]
    when = scope.query(str(body["when"])) if body.get("when") else ""
    if len(choices) < 2 or (when and len(choices) != 2):
        raise StepFault(t("A decision needs two choices or more; with `when:` exactly two."), 1)
    question = scope.text(body["question"])
    spec = {"question": question, "when": when, "choices": choices}
    ways = " · ".join(f"{one['label']} → {one['go']}" for one in choices)
    shown = "\n".join(filter(None, (question, when, ways)))
    connection = scope.connection(step, "prometheus") if when else ""
    sentence = t("Decide: {question} ({ways})", question=question, ways=ways)
    return Resolved(spec, sentence, shown, connection, network=bool(when), person=not when)


def _choice(found: Any, scope: Scope) -> dict[str, str]:
    if not isinstance(found, dict) or not found.get("label") or found.keys() - {"label", "go"}:
        raise StepFault(t("A choice has `label:` and `go:`."), 1)
    return {"label": scope.text(str(found["label"])), "go": str(found.get("go", "next"))}


async def _run(context: StepContext) -> StepResult:
    spec = context.step.spec
    choices = tuple(Choice(one["label"], one["go"]) for one in spec["choices"])
    if spec["when"]:
        try:
            found = await query_look(context, spec["when"], context.step.connection)
        except ConnectorError as error:  # then a person decides
            context.write(f"{error}\n")
        else:
            chosen = choices[0] if found.holds else choices[1]
            return StepResult(StepEnd.PASSED, f"{found.sentence} {chosen.label}", go=chosen.go)
    if context.is_dry:
        return StepResult(StepEnd.PASSED, t("Dry run: nobody was asked."))
    return StepResult(StepEnd.ASKS, question=Question(Asks.DECIDE, spec["question"], choices))


STEP_KINDS.add(StepKind("decide", frozenset({"decide"}), frozenset({"connection"}), _resolve, _run))
