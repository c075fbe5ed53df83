"""``cell-console diagnose``: known faults that the evidence shows, with proofs, recovery steps and proposed changes."""

from typing import TYPE_CHECKING, Any

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import say
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.health_word import health_word

if TYPE_CHECKING:
    from console.cli.known_state import KnownState
    from console.presenters.diagnosis_rows import DiagnosisRow, ProofRow


@click.command(name="diagnose", help=t("Find known faults of the cells, or of one CELL, with their evidence."))
@click.argument("cell", required=False, default="")
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=click.FloatRange(0.1, 600), default=30.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def command(invocation: Invocation, *, cell: str, cached: bool, wait: float, output: str) -> None:
    """Print what is found; exit code 1 when something is, 3 when a connection could not be reached."""
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.presenters.diagnosis_case import TOPICS  # noqa: PLC0415
    from console.presenters.diagnosis_rows import diagnosis_rows  # noqa: PLC0415

    known = read_state(invocation, TOPICS, wait_s=wait, cached=cached)
    _check(known, cell)
    rows = diagnosis_rows(known.state, known.now_s, cell)
    if output == "table":
        _print(invocation, rows)
    else:
        emit_sheet(_sheet(rows), output)
    _end(invocation, known, rows)


def _check(known: "KnownState", cell: str) -> None:
    estate = known.state.estate
    if cell and estate is not None and estate.cell(cell) is None:
        raise UserError(t("The estate has no cell {name}.", name=repr(cell)), t("cell-console cells lists them."))


def _print(invocation: Invocation, rows: "tuple[DiagnosisRow, ...]") -> None:
    if not rows:
        invocation.note(t("No known fault shows in the evidence."))
        return
    emit_sheet(_sheet(rows), "table")
    for row in rows:
        click.echo()
        say(f"{row.title} · {row.where}")
        say(row.meaning)
        click.echo()
        emit_sheet(_proofs(row.proofs), "table")
        click.echo()
        for place, step in enumerate(row.steps, start=1):
            say(f"{place}. {step}")
        for operation in row.remedies:
            say(t("Proposed change: {summary}", summary=operation.summary()))


def _sheet(rows: "tuple[DiagnosisRow, ...]") -> Sheet:
    titles = (t("FAULT"), t("HEALTH"), t("CELLS"), t("SINCE"), t("RUNBOOK"), t("MEANING"))
    cells = [[row.title, health_word(row.health), row.where, row.since, row.runbook, row.meaning] for row in rows]
    return Sheet(
        titles,
        cells,
        [_record(row) for row in rows],
        names=("fault", "title", "health", "cells", "meaning", "runbook", "steps", "proofs", "proposed"),
    )


def _record(row: "DiagnosisRow") -> dict[str, Any]:
    return {
        "fault": row.fault,
        "title": row.title,
        "health": row.health.name.lower(),
        "cells": list(row.cells),
        "meaning": row.meaning,
        "runbook": row.runbook,
        "steps": list(row.steps),
        "proofs": [
            {"what": one.what, "shows": one.shows, "source": one.source, "read": one.read, "query": one.query}
            for one in row.proofs
        ],
        "proposed": [
            {"operation": one.key, "target": str(one.target), "summary": one.summary()} for one in row.remedies
        ],
    }


def _proofs(proofs: "tuple[ProofRow, ...]") -> Sheet:
    cells = [[one.what, one.shows, one.source, one.read] for one in proofs]
    return Sheet((t("PROOF"), t("SHOWS"), t("TOLD BY"), t("AS OF")), cells, [])


def _end(invocation: Invocation, known: "KnownState", rows: "tuple[DiagnosisRow, ...]") -> None:
    """Tell how old it is and what could not be read; a fault counts more than a connection that was not reached."""
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.presenters.diagnosis_case import TOPICS  # noqa: PLC0415

    unreached = tell_known(invocation, known, TOPICS)
    if rows:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
    if unreached:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
