"""``cell-console show``: what one connection sees, as tables."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.known_state import KnownState
    from console.presenters.inventory_kind import InventoryKind


@click.command(name="show", help=t("Show what a connection of the estate sees."))
@click.argument("connection")
@click.argument("topic", required=False, default="")
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 600), default=15.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def command(invocation: Invocation, *, connection: str, topic: str, cached: bool, wait: float, output: str) -> None:
    """Print the rows of every topic, of one, or of one kind; exit code 3 when something could not be read."""
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors

    _check(invocation, connection)
    kinds = _kinds(topic)
    known = read_state(
        invocation, {kind.topic for kind in kinds}, wait_s=wait, cached=cached, connection=connection
    )  # fmt: skip
    seen = [kind for kind in kinds if known.state.table(connection, kind.topic) is not None]
    told = kinds if topic and output != "table" else seen  # a program gets an empty list rather than nothing at all
    _emit(known, connection, list(told), output, by_kind=not topic or len(kinds) > 1)
    if not seen and not _troubles_of(known, connection):
        invocation.note(t("This connection has no lists to show here."))
    _tell_trouble(invocation, known, connection)


def _check(invocation: Invocation, connection: str) -> None:
    known = [one.key for one in invocation.load_estate().estate.connections()]
    if connection not in known:
        raise UserError(
            t("The estate has no connection {key}.", key=repr(connection)),
            t("There are: {names}.", names=", ".join(known) or t("none")),
        )


def _kinds(topic: str) -> "tuple[InventoryKind, ...]":
    from console.presenters.inventory_table import inventory_kinds, inventory_topics  # noqa: PLC0415

    topics = inventory_topics()
    if not topic or topic in topics:
        return inventory_kinds((topic,) if topic else topics)
    found = tuple(kind for kind in inventory_kinds(topics) if kind.key == topic)
    if not found:
        raise UserError(
            t("There is no topic {key}.", key=repr(topic)), t("There are: {names}.", names=", ".join(topics))
        )
    return found


def _emit(known: "KnownState", connection: str, kinds: "list[InventoryKind]", output: str, *, by_kind: bool) -> None:
    """Print each kind; as data, several kinds are one mapping (CSV has none), one is the list of its rows."""
    if output == "csv" and len(kinds) > 1:
        raise UserError(
            t("A CSV file is one table, and {connection} has {count}.", connection=connection, count=len(kinds)),
            t("Name one of them: {names}.", names=", ".join(kind.key for kind in kinds)),
        )
    sheets = [(kind, _sheet(known, connection, kind)) for kind in kinds]
    if output in {"json", "yaml"} and by_kind:
        emit_value({kind.key: list(sheet.records) for kind, sheet in sheets}, output)
        return
    for place, (kind, sheet) in enumerate(sheets):
        if output == "table":
            age = int(known.now_s - _read_at_s(known, connection, kind))
            heading = t("{title}: {count}, read {age} s ago", title=kind.title(), count=len(sheet.cells), age=age)
            click.echo(("\n" if place else "") + heading)
        emit_sheet(sheet, output)


def _read_at_s(known: "KnownState", connection: str, kind: "InventoryKind") -> float:
    table = known.state.table(connection, kind.topic)
    return known.now_s if table is None else table.at_s


def _sheet(known: "KnownState", connection: str, kind: "InventoryKind") -> Sheet:
    from console.presenters.inventory_table import inventory_rows  # noqa: PLC0415

    columns = kind.columns()
    rows = inventory_rows(known.state, connection, kind)
    return Sheet(
        tuple(column.title.upper() for column in columns),
        [[column.text(row, known.now_s) for column in columns] for row in rows],
        [
            {column.key: column.value(row) if column.value else column.text(row, known.now_s) for column in columns}
            for row in rows
        ],
        frozenset(place for place, column in enumerate(columns) if column.numeric),
        names=tuple(column.key for column in columns),
    )


def _tell_trouble(invocation: Invocation, known: "KnownState", connection: str) -> None:
    """Say on stderr what could not be read, or that there is nothing to read."""
    for sentence in _troubles_of(known, connection):
        invocation.note(sentence)
    if any(one.key == connection for one in known.failed) or connection in known.slow:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _troubles_of(known: "KnownState", connection: str) -> list[str]:
    told = []
    status = next((one for one in known.failed if one.key == connection), known.state.connections.get(connection))
    if status is not None and status.error:
        told.append(t("{connection}: {error} {hint}", connection=connection, error=status.error, hint=status.hint))
    if connection in known.slow:
        told.append(t("{connection}: no answer in time; use --wait to wait longer.", connection=connection))
    return told
