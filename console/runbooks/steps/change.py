"""A change of real infrastructure, through the change engine like any other."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from console.domain.operation_form import known_operations, make_operation, operation_form, read_operation
from console.domain.runbooks.step_result import StepEnd, StepResult
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.runbooks.document_fault import StepFault
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.operation import Operation
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext

_FORMS = (
    frozenset({"operation", "fields", "reason"}),
    frozenset({"remedy", "cell", "reason"}),
    frozenset({"undo"}),
)
_MOST_S = 3600.0
"""A locked connection holds the step up; the change engine has time limits of its own."""


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    body = scope.yaml(step.body)
    form = next((one for one in _FORMS if isinstance(body, dict) and min(one & _LEADS) in body), None)
    if form is None:
        raise StepFault(t("Write `operation:` with `fields:`, `remedy:` with `cell:`, or `undo:`."), 1)
    if foreign := sorted(body.keys() - form):
        raise StepFault(t("The block has no {name}.", name=repr(foreign[0])), 1)
    if "undo" in body:
        return _undo(str(body["undo"]))
    if "remedy" in body:
        return _remedy(body, scope)
    return _operation(body, scope)


_LEADS = frozenset({"operation", "remedy", "undo"})


def _undo(name: str) -> Resolved:
    sentence = t("Undo what the step {name} changed.", name=name)
    return _resolved({"undo": name}, sentence, f"undo: {name}", "")


def _remedy(body: dict[str, Any], scope: Scope) -> Resolved:
    cell, fault = str(body.get("cell", scope.cell)), str(body["remedy"])
    if not scope.is_trial and scope.world.estate is not None and scope.world.estate.cell(cell) is None:
        raise StepFault(t("The estate has no cell {key}.", key=repr(cell)), 1)
    spec = {"remedy": fault, "cell": cell, "reason": str(body.get("reason", ""))}
    sentence = t("Make the changes that the diagnosis {fault} proposes for {cell}.", fault=fault, cell=cell)
    return _resolved(spec, sentence, f"remedy: {fault}\ncell: {cell}", "")


def _operation(body: dict[str, Any], scope: Scope) -> Resolved:
    kinds, key, fields = known_operations(), str(body["operation"]), body.get("fields") or {}
    if key not in kinds:
        raise StepFault(t("There is no operation {key}; `cell-console change kinds` lists them.", key=repr(key)), 1)
    kind, reason = kinds.get(key), str(body.get("reason", ""))
    if scope.is_trial:
        _check_names(key, fields, dataclasses.fields(kind.type))  # type: ignore[arg-type]  # they are dataclasses
        return _resolved({}, t(kind.title), step_text(key, fields), "")
    try:
        operation = make_operation(kind, fields, strict=False)
    except UserError as error:
        raise StepFault(str(error), 1) from error
    connection = operation.target.connection
    if connection not in {one.key for one in scope.world.connections}:
        raise StepFault(t("The estate has no connection {key}.", key=repr(connection)), 1)
    spec = {"operation": operation_form(operation), "reason": reason}
    return _resolved(spec, operation.summary(), step_text(key, fields), connection)


def _check_names(key: str, fields: Any, known: Iterable[dataclasses.Field[Any]]) -> None:
    names = {one.name: one for one in known}
    given = set(fields) if isinstance(fields, dict) else set()
    needed = {
        name
        for name, one in names.items()
        if one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
    }
    wrong, missing = sorted(given - names.keys()), sorted(needed - given)
    if wrong:
        raise StepFault(t("The operation {key} has no field {field}.", key=key, field=wrong[0]), 1)
    if missing:
        raise StepFault(t("The operation {key} needs the field {field}.", key=key, field=missing[0]), 1)


def step_text(key: str, fields: Any) -> str:
    """Return an operation and its fields, one in a line."""
    return "\n".join([key, *(f"  {name}: {value}" for name, value in dict(fields).items())])


def _resolved(spec: dict[str, Any], sentence: str, shown: str, connection: str) -> Resolved:
    return Resolved(spec, sentence, shown, connection, writes=True, network=True, repeatable=False, timeout_s=_MOST_S)


async def _run(context: StepContext) -> StepResult:
    spec, outside = context.step.spec, context.outside
    if "undo" in spec:
        if context.is_dry:
            return StepResult(StepEnd.PASSED, t("Dry run: nothing was written."))
        undone = await outside.undo(spec["undo"])
        context.write("".join(f"{one}\n" for one in undone))
        return StepResult(StepEnd.PASSED, undone[-1] if undone else t("There was nothing to be undone."))
    operations = await _operations(context)
    if not operations:
        return StepResult(StepEnd.PASSED, t("The diagnosis finds nothing to be changed (any more)."))
    told = ""
    for one in operations:
        reason = spec["reason"] or t("{title} ({step})", title=context.plan.title, step=context.step.title)
        told = await (outside.preview(one, reason) if context.is_dry else outside.change(one, reason))
        context.write(f"{told}\n")
    return StepResult(StepEnd.PASSED, t("Dry run: nothing was written.") if context.is_dry else told)


async def _operations(context: StepContext) -> tuple[Operation, ...]:
    spec = context.step.spec
    if "remedy" in spec:
        return await context.outside.remedies(spec["remedy"], spec["cell"])
    return (read_operation(spec["operation"]),)  # type: ignore[return-value]  # an unknown one is refused when made


STEP_KINDS.add(StepKind("change", frozenset({"change"}), frozenset(), _resolve, _run))
