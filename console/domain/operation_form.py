"""Operations as plain values (JSON) and back, by the key of their kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from console.domain.operation import OPERATIONS, Risk, Target
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.registry import Registry, load_all

if TYPE_CHECKING:
    from console.domain.operation import Operation, OperationKind


@dataclass(frozen=True, slots=True)
class UnknownOperation:
    """An operation that this version does not know, or cannot read; it can be shown, never applied."""

    key: str
    risk: Risk
    target: Target
    text: str
    fields: Mapping[str, Any]

    def summary(self) -> str:
        """Return what it was said to do when it was written."""
        return self.text


@cache
def known_operations() -> Registry[OperationKind]:
    """Return all kinds of operations; their modules are loaded with the first call."""
    load_all("console.domain.operations")
    return OPERATIONS


def operation_form(operation: Operation | UnknownOperation) -> dict[str, Any]:
    """Return an operation as JSON values. Beside its fields it keeps what a reader without its kind can show."""
    target = operation.target
    return {
        "key": operation.key,
        "fields": dict(operation.fields) if isinstance(operation, UnknownOperation) else _plain(operation),
        "risk": str(operation.risk),
        "summary": operation.summary(),
        "target": [target.connection, target.kind, target.name, target.namespace],
    }


def read_operation(form: Mapping[str, Any]) -> Operation | UnknownOperation:
    """Return the operation of a form; an ``UnknownOperation`` when its kind or its fields are not known here.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` when it is no form at all.
    """
    key, fields = str(form["key"]), form["fields"]
    kinds = known_operations()
    if key in kinds:
        try:
            return make_operation(kinds.get(key), fields)
        except ConsoleError:
            pass  # written by another version, or beyond this one's bounds: still told, not applied
    connection, kind, name, namespace = (str(one) for one in form["target"])
    target = Target(connection, kind, name, namespace)
    return UnknownOperation(key, Risk(form["risk"]), target, str(form["summary"]), dict(fields))


def make_operation(kind: OperationKind, fields: object, *, strict: bool = True) -> Operation:
    """Build an operation from plain values; without ``strict`` texts stand for numbers and booleans too.

    Raises ``UserError`` naming the field that does not fit.
    """
    import msgspec  # noqa: PLC0415 - not loaded before the first change

    known = {one.name for one in dataclasses.fields(kind.type)}  # type: ignore[arg-type]  # operations are dataclasses
    surplus = sorted(fields.keys() - known) if isinstance(fields, Mapping) else []
    if surplus:
        raise UserError(
            t("The operation {key} has no field {field}.", key=kind.key, field=surplus[0]),
            t("Its fields: {fields}.", fields=", ".join(sorted(known))),
        )
    try:
        return msgspec.convert(fields, prepared(kind.type), strict=strict)
    except (msgspec.ValidationError, ValueError) as error:
        raise UserError(
            t("The operation {key} cannot be read: {why}.", key=kind.key, why=str(error)),
            t("`cell-console change kinds {key}` lists its fields.", key=kind.key),
        ) from error


def _plain(operation: Operation) -> dict[str, Any]:
    import msgspec  # noqa: PLC0415 - not loaded before the first change

    form = msgspec.to_builtins(operation)
    if not isinstance(form, dict):
        raise TypeError(f"{type(operation).__name__} is no dataclass")
    return form
