"""``cell-console cost``: what the cells cost, from cost services and from imported bills."""

from typing import TYPE_CHECKING

import click

from console.cli.cost_budgets import budgets
from console.cli.cost_edge import edge
from console.cli.cost_export import export
from console.cli.cost_import import import_bill
from console.cli.cost_savings import savings
from console.cli.cost_spend import spend
from console.cli.cost_units import units
from console.cli.cost_weeks import weeks
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode, exit_code_of
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.known_state import KnownState
    from console.ports.cost import CostReader
    from console.presenters.cost_rows import CostRow


@click.group(
    name="cost", invoke_without_command=True, help=t("Show what the cells cost; import bills in the FOCUS format.")
)
@click.option("--window", default="", metavar="7d|lastweek|…", help=t("Ask for another span of time."))
@click.option("--step", default="", metavar="1d", help=t("With --window: one row for each step."))
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 600), default=15.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
@click.pass_context
def command(
    ctx: click.Context, invocation: Invocation, *, window: str, step: str, cached: bool, wait: float, output: str
) -> None:
    """Print one row per cell and source; exit code 3 when a connection could not be reached."""
    if ctx.invoked_subcommand is not None:
        return
    if window and cached:
        raise click.UsageError(t("Another --window is always read anew; leave out --cached."))
    if step and not window:
        raise click.UsageError(t("--step is for another --window; name one."))
    billed = _billed(invocation)
    try:
        if window:
            rows, troubles = _asked(invocation, window, step, wait)
        else:
            rows, troubles = _known(invocation, cached=cached, wait_s=wait)
    except UserError as error:
        if not billed or invocation.estate:
            raise
        rows, troubles = [], []  # bills can be read without an estate
        invocation.note(str(error))
    emit_sheet(_sheet((*rows, *billed)), output)
    for sentence in troubles:
        invocation.note(sentence)
    if troubles:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


command.add_command(import_bill)
command.add_command(edge)
command.add_command(budgets)
command.add_command(export)
for _one in (spend, units, weeks, savings):
    command.add_command(_one)


def _known(invocation: Invocation, *, cached: bool, wait_s: float) -> "tuple[list[CostRow], list[str]]":
    """Return the rows of the window that each connection reads by itself."""
    from console.cli.known_note import age_notes  # noqa: PLC0415
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.domain.cost import Allocation  # noqa: PLC0415
    from console.presenters.cost_rows import TOPIC, allocation_rows  # noqa: PLC0415

    known = read_state(invocation, {TOPIC}, wait_s=wait_s, cached=cached)
    for sentence in age_notes(known, {TOPIC}):
        invocation.note(sentence)
    estate = known.state.estate
    sources = estate.opencost if estate is not None else ()
    rows = [row for one in sources for row in allocation_rows(known.state.rows(one.key, TOPIC, Allocation), one.key)]
    return rows, _troubles(known)


def _troubles(known: "KnownState") -> list[str]:
    failed = [
        t("{connection}: {error} {hint}", connection=one.key, error=one.error, hint=one.hint) for one in known.failed
    ]
    slow = [t("{connection}: no answer in time; use --wait to wait longer.", connection=key) for key in known.slow]
    return failed + slow


def _asked(invocation: Invocation, window: str, step: str, wait_s: float) -> "tuple[list[CostRow], list[str]]":
    """Return the rows of another window, asked for now."""
    from console.cli.port_reading import read_port  # noqa: PLC0415 - heavy: connectors
    from console.ports.cost import CostReader  # noqa: PLC0415
    from console.presenters.cost_rows import allocation_rows  # noqa: PLC0415

    async def ask(reader: "CostReader") -> "tuple[CostRow, ...]":
        return allocation_rows(await reader.allocation(window, "namespace", step), "")

    from dataclasses import replace  # noqa: PLC0415

    answers, faults = read_port(invocation, CostReader, ask, wait_s=wait_s)
    if wrong := next((one for one in faults.values() if exit_code_of(one) is ExitCode.WRONG_USE), None):
        raise wrong
    rows = [replace(row, source=key) for key, told in answers.items() for row in told]
    told = [
        t("{connection}: {error} {hint}", connection=key, error=one.message, hint=one.hint)
        for key, one in faults.items()
    ]
    return rows, told


def _billed(invocation: Invocation) -> "list[CostRow]":
    """Return the rows of the imported bills."""
    from console.presenters.cost_rows import bill_rows  # noqa: PLC0415
    from console.services.bill_shelf import cost_book_file, lost_bills, shelved_bills  # noqa: PLC0415

    file = cost_book_file(invocation.paths)
    shelf = shelved_bills(file)
    if not shelf and (lost := lost_bills(file)):
        invocation.note(lost)
    return [row for bill, sums in shelf for row in bill_rows(sums, f"FOCUS {bill.name}")]


def _sheet(rows: "tuple[CostRow, ...]") -> Sheet:
    from console.presenters.format import percent  # noqa: PLC0415
    from console.presenters.money_text import money  # noqa: PLC0415

    titles = (t("CELL"), t("CPU"), t("MEMORY"), t("OTHER"), t("TOTAL"), t("USED"), t("WINDOW"), t("SOURCE"))
    cells = [
        [
            row.title,
            *(money(amount, row.currency) for amount in (row.cpu, row.memory, row.other, row.total)),
            percent(row.used),
            row.window,
            row.source,
        ]
        for row in rows
    ]
    records = [
        {
            "cell": row.cell,
            "title": row.part,
            "cpu": row.cpu,
            "memory": row.memory,
            "other": row.other,
            "total": row.total if isinstance(row.total, float) else str(row.total),
            "currency": row.currency,
            "used": row.used,
            "window": row.span,
            "source": row.source,
        }
        for row in rows
    ]
    return Sheet(
        titles,
        cells,
        records,
        frozenset(range(1, 6)),
        names=("cell", "title", "cpu", "memory", "other", "total", "currency", "used", "window", "source"),
    )
