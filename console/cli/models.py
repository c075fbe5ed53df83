"""``cell-console models``: every section of every edge model, the worst first, or one section in full."""

from typing import TYPE_CHECKING, Any

import click

from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import say
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.health_word import health_word

if TYPE_CHECKING:
    from console.cli.known_state import KnownState
    from console.presenters.model_sheet import SheetProposal, SheetTable
    from console.presenters.model_summary import SummaryRow


@click.command(name="models", help=t("Show the edge models: all sections, the worst first, or one SECTION in full."))
@click.argument("section", required=False, default="")
@click.option("--model", "model_key", default="", help=t("Only this model (its key in the estate)."))
@click.option("--table", "table_key", default="", help=t("Only this table of the section."))
@click.option("--schema", "kind", default="", help=t("Print the JSON Schema of a kind of document instead."))
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=click.FloatRange(0.1, 600), default=30.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def command(
    invocation: Invocation, *, section: str, model_key: str, table_key: str, kind: str, cached: bool, wait: float,
    output: str,
) -> None:  # fmt: skip
    """Print the rows; exit code 1 when a section is critical, 3 when a connection could not be reached."""
    if kind:
        from console.estate.models.document_schema import document_schema_text  # noqa: PLC0415 - pydantic

        click.echo(document_schema_text(kind), nl=False)
        return
    if table_key and not section:
        raise UserError(t("A table is one of a section."), t("Name its SECTION, too."))
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.domain.health import Health  # noqa: PLC0415
    from console.presenters.model_section import MODEL_TOPICS  # noqa: PLC0415

    known = read_state(invocation, MODEL_TOPICS, wait_s=wait, cached=cached)
    rows = _wanted(_rows(invocation, known), section, model_key)
    if section:
        _check_table(rows, table_key)
        _print_section(rows, table_key, output)
    else:
        emit_sheet(_summary(rows), output)
    _tell(invocation, known)
    if any(row.health is Health.CRITICAL for row in rows):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _rows(invocation: Invocation, known: "KnownState") -> "tuple[SummaryRow, ...]":
    from console.estate.models.model_library import ModelLibrary  # noqa: PLC0415 - heavy: pydantic
    from console.presenters.model_summary import document_notes, model_summary  # noqa: PLC0415

    loaded = invocation.load_estate()
    documents = ModelLibrary(loaded.folder).read(loaded.estate)
    for note in document_notes(documents):
        invocation.note(note)
    return model_summary(known.state, documents, known.now_s)


def _wanted(rows: "tuple[SummaryRow, ...]", section: str, model_key: str) -> "tuple[SummaryRow, ...]":
    """Return the rows that were asked for; raise ``UserError`` for a section or model that is not there."""
    for wanted, known in ((section, {row.section for row in rows}), (model_key, {row.model for row in rows})):
        if wanted and rows and wanted not in known:
            raise UserError(
                t("There is no {name} among the sections and models.", name=repr(wanted)),
                t("Known: {names}.", names=", ".join(sorted(known))),
            )
    return tuple(row for row in rows if section in {"", row.section} and model_key in {"", row.model})


def _check_table(rows: "tuple[SummaryRow, ...]", table_key: str) -> None:
    """Raise ``UserError`` for a table that the section does not have; without its data it shows none at all."""
    known = dict.fromkeys(table.key for row in rows for table in row.sheet.tables)
    if table_key and known and table_key not in known:
        raise UserError(
            t("The section {section} has no table {name}.", section=rows[0].section, name=repr(table_key)),
            t("Known: {names}.", names=", ".join(known)),
        )


def _summary(rows: "tuple[SummaryRow, ...]") -> Sheet:
    titles = (t("MODEL"), t("SECTION"), t("HEALTH"), t("ANSWER"))
    cells = [[row.model, row.section, health_word(row.health), row.headline] for row in rows]
    records = [
        {"model": row.model, "section": row.section, "health": row.health.name.lower(), "answer": row.headline}
        for row in rows
    ]
    return Sheet(titles, cells, records, widest=110, names=("model", "section", "health", "answer"))


def _print_section(rows: "tuple[SummaryRow, ...]", table_key: str, output: str) -> None:
    if output == "csv":
        _print_csv(rows, table_key)
    elif output == "table":
        for row in rows:
            _print_text(row, table_key)
    else:
        emit_value([_record(row, table_key) for row in rows], output)


def _print_text(row: "SummaryRow", table_key: str) -> None:
    say(f"{row.model} · {row.title} · {health_word(row.health)}")
    say(row.headline)
    for tile in row.sheet.tiles:
        note = f" ({tile.note})" if tile.note else ""
        say(f"{tile.label}: {tile.value}{note}", indent="  ")
    for table in _tables(row, table_key):
        click.echo(f"\n{table.title}")
        emit_sheet(_sheet(table), "table")
        if not table.lines and table.empty:
            say(table.empty)
    for note in row.sheet.notes:
        say(note)
    for told in row.sheet.proposals:
        say(t("Proposed: {title} - {reason}", title=told.title, reason=told.reason))
    click.echo()


def _print_csv(rows: "tuple[SummaryRow, ...]", table_key: str) -> None:
    """Print one table: the one that was asked for, else the section's first; every line names its model."""
    found = [(row.model, table) for row in rows for table in _tables(row, table_key)[:1]]
    records = [{"model": model, **record} for model, table in found for record in _sheet(table).records]
    names = _sheet(found[0][1]).names if found else ()
    emit_sheet(Sheet((), [], records, names=("model", *names)), "csv")


def _record(row: "SummaryRow", table_key: str) -> dict[str, Any]:
    sheet = row.sheet
    return {
        "model": row.model,
        "section": row.section,
        "health": row.health.name.lower(),
        "answer": row.headline,
        "numbers": {tile.label: tile.value for tile in sheet.tiles},
        "tables": {table.key: list(_sheet(table).records) for table in _tables(row, table_key)},
        "notes": list(sheet.notes),
        "proposals": [_proposal(one) for one in sheet.proposals],
    }


def _proposal(told: "SheetProposal") -> dict[str, Any]:
    """Return a proposal with what ``change plan`` needs to make it."""
    from console.domain.operation_form import operation_form  # noqa: PLC0415 - loads the operations

    fields = dict(operation_form(told.operation)["fields"])
    connection = fields.pop("connection")
    plan = {"operation": told.operation.key, "connection": connection, "fields": fields}
    return {"title": told.title, "reason": told.reason, **plan}


def _tables(row: "SummaryRow", table_key: str) -> "tuple[SheetTable, ...]":
    return tuple(table for table in row.sheet.tables if table_key in {"", table.key})


def _sheet(table: "SheetTable") -> Sheet:
    names = [column.key for column in table.columns]
    records = [
        {
            **{name: cell.value for name, cell in zip(names, line.cells, strict=True)},
            **({"health": line.health.name.lower()} if line.health is not None else {}),
            "query": line.evidence.query,
            "source": line.evidence.source,
        }
        for line in table.lines
    ]
    right = frozenset(place for place, column in enumerate(table.columns) if column.numeric)
    cells = [[cell.text for cell in line.cells] for line in table.lines]
    return Sheet(
        tuple(column.title for column in table.columns), cells, records, right, 90, (*names, "query", "source")
    )


def _tell(invocation: Invocation, known: "KnownState") -> None:
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.presenters.model_section import MODEL_TOPICS  # noqa: PLC0415

    if tell_known(invocation, known, MODEL_TOPICS):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
