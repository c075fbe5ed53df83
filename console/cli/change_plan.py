"""``cell-console change plan`` and ``kinds``: any registered operation, from its fields."""

import dataclasses
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from console.cli.duration import to_seconds
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.field_words import field_words
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t, translated

if TYPE_CHECKING:
    from console.domain.operation import Operation, OperationKind

_CONNECTION = "connection"
_READ_S = 10.0
_MOMENT = "at"  # the field of an operation that is told apart from itself by its time (a restart)


@click.command(name="plan", help=t("Plan a change of KIND and show what it would do; nothing is changed."))
@click.argument("kind")
@click.option("-c", "--connection", required=True, help=t("Connection of the estate."))
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help=t("A field of the operation; may be repeated.")
)
@click.option("--reason", default="", help=t("Why, in a few words."))
@click.option(
    "--revert-after", callback=to_seconds, help=t("Undo it by itself after this time unless kept: 90s, 15m, 1h.")
)
@output_option("table", "json", "yaml")
@pass_invocation
def plan(
    invocation: Invocation,
    *,
    kind: str,
    connection: str,
    settings: tuple[str, ...],
    reason: str,
    revert_after: float | None,
    output: str,
) -> None:
    """Preview, keep the plan in the journal and print it."""
    from console.cli.change_print import print_change  # noqa: PLC0415 - heavy: connectors
    from console.cli.change_session import change_session, tell_left_behind  # noqa: PLC0415

    operation = planned_operation(kind, connection, settings)
    estimate = _estimate(invocation, operation)
    with change_session(invocation, connect=True) as opened:
        tell_left_behind(invocation, opened)
        draft = opened.run(opened.service.draft(operation, reason, revert_after_s=revert_after))
        if estimate and draft.preview is not None:
            draft = dataclasses.replace(draft, preview=dataclasses.replace(draft.preview, estimate=estimate))
        saved = opened.run(opened.service.save(draft))
        print_change(saved, output)
        if saved.preview is not None and saved.preview.satisfied:
            invocation.note(t("It is so already: there is nothing to apply."))
        else:
            invocation.note(t("Apply it with: cell-console change apply {id}", id=saved.id))


def _estimate(invocation: Invocation, operation: "Operation") -> str:
    """Return what it would have done to the recorded day, for what can be replayed."""
    from console.domain.operations.set_model_weights import SetModelWeights  # noqa: PLC0415
    from console.presenters.routing.operation_effect import REPLAYED, operation_effect  # noqa: PLC0415 - heavy

    if not isinstance(operation, REPLAYED):
        return ""
    from console.cli.replay_reading import read_traffic  # noqa: PLC0415 - heavy: connectors, numpy

    needs = {"signals"} if isinstance(operation, SetModelWeights) else set[str]()
    state, _ = read_traffic(invocation, wait_s=_READ_S, cached=False, also=needs)
    return operation_effect(state, operation)


def planned_operation(key: str, connection: str, settings: tuple[str, ...]) -> "Operation":
    """Return the operation of the words of a command line; raise ``UserError`` naming what does not fit."""
    from console.domain.operation_form import known_operations, make_operation  # noqa: PLC0415 - heavy: msgspec

    kinds = known_operations()
    if key not in kinds:
        raise UserError(
            t("There is no operation {key}.", key=repr(key)), t("List them with: cell-console change kinds")
        )
    kind = kinds.get(key)
    named = {one.name: str(one.type) for one in _fields(kind)}
    fields: dict[str, Any] = {_CONNECTION: connection}
    for setting in settings:
        name, mark, text = setting.partition("=")
        if not mark:
            raise UserError(t("{setting} is no FIELD=VALUE.", setting=repr(setting)))
        fields[name.strip()] = _value(text, named.get(name.strip(), ""))
    if _MOMENT in named and _MOMENT not in fields:
        fields[_MOMENT] = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return make_operation(kind, fields, strict=False)


def _fields(kind: "OperationKind") -> tuple["dataclasses.Field[Any]", ...]:
    return dataclasses.fields(kind.type)  # type: ignore[arg-type]  # operations are dataclasses


def _value(text: str, type_name: str) -> Any:
    """Return JSON where a field holds several values; pairs and lists may be written ``a=1,b=2`` and ``a,b`` too."""
    holds_many = any(word in type_name.lower() for word in ("tuple", "mapping", "dict", "list", "sequence"))
    if not holds_many:
        return text
    if text.lstrip().startswith(("[", "{")):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise UserError(t("{text} is no JSON: {why}.", text=repr(text), why=error)) from error
    parts = [one.strip() for one in text.split(",") if one.strip()]
    if type_name.startswith("tuple[str"):
        return parts  # texts may hold a = of their own, as matchers do
    pairs = [(name.strip(), value.strip()) for name, mark, value in (one.partition("=") for one in parts) if mark]
    if not pairs or len(pairs) != len(parts):
        return parts
    return pairs if "tuple[tuple" in type_name else dict(pairs)


@click.command(name="kinds", help=t("List the operations that changes are made of, or the fields of one."))
@click.argument("key", required=False, default="", metavar="[KIND]")
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def kinds(_invocation: Invocation, *, key: str, output: str) -> None:
    """Print keys, titles, risks and fields."""
    from console.domain.operation_form import known_operations  # noqa: PLC0415 - heavy: msgspec

    registered = known_operations()
    emit_sheet(_sheet_of(registered.get(key)) if key else _sheet_of_all(list(registered)), output)


def _sheet_of_all(registered: "list[OperationKind]") -> Sheet:
    from console.domain.change_word import risk_word  # noqa: PLC0415 - heavy: msgspec

    records: list[dict[str, Any]] = [
        {
            "key": one.key,
            "title": translated(one.title),
            "risk": str(one.type.risk),
            "fields": ", ".join(_signature(field) for field in _fields(one) if field.name != _CONNECTION),
        }
        for one in sorted(registered, key=lambda one: one.key)
    ]
    words = {str(one.type.risk): risk_word(one.type.risk) for one in registered}
    return Sheet(
        (t("KIND"), t("WHAT"), t("RISK"), t("FIELDS")),
        _cells([one | {"risk": words[one["risk"]]} for one in records]),
        records,
        widest=100,
        names=("key", "title", "risk", "fields"),
    )


def _sheet_of(kind: "OperationKind") -> Sheet:
    records: list[dict[str, Any]] = [
        {
            "field": field.name,
            "type": field_words(field.type),
            "needed": _is_needed(field),
            "default": "" if _is_needed(field) else repr(_default(field)),
        }
        for field in _fields(kind)
    ]
    return Sheet(
        (t("FIELD"), t("TYPE"), t("NEEDED"), t("DEFAULT")),
        _cells(records),
        records,
        names=("field", "type", "needed", "default"),
    )


def _cells(records: list[dict[str, Any]]) -> list[list[str]]:
    words = {True: t("yes"), False: t("no")}
    return [[words[value] if isinstance(value, bool) else value for value in one.values()] for one in records]


def _signature(field: "dataclasses.Field[Any]") -> str:
    return field.name if _is_needed(field) else f"[{field.name}]"


def _is_needed(field: "dataclasses.Field[Any]") -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing and field.name != _MOMENT


def _default(field: "dataclasses.Field[Any]") -> Any:
    if field.name == _MOMENT:
        return "now"
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()
