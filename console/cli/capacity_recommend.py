"""``cell-console capacity recommend``: what to change so that the cells can carry what they will have to."""

import click

from console.cli.capacity_reading import Supposed, checked_cell, read_capacity, supposed_options
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t


@click.command(name="recommend", help=t("Recommend bounds and quotas, with the change that sets them."))
@click.option("--cell", default="", help=t("Only this cell."))
@click.option("--all", "everything", is_flag=True, help=t("Show also what is enough as it is."))
@supposed_options
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def recommend(
    invocation: Invocation, *, cell: str, everything: bool, scenario: str, growth: float | None, cached: bool,
    wait: float, output: str,
) -> None:  # fmt: skip
    """Print the recommendations, nothing is changed; exit code 3 when a metric server could not be reached."""
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.domain.operation_form import operation_form  # noqa: PLC0415
    from console.presenters.format import UNKNOWN  # noqa: PLC0415

    checked_cell(invocation, cell)
    view, known = read_capacity(invocation, Supposed(scenario, growth, cached, wait), edge=True)
    of_cells = (one for basis in view.bases if cell in {"", basis.cell.key} for one in view.advice(basis.cell.key))
    rows = [one for one in (*of_cells, *view.edge_advice(cell)) if everything or one.is_needed]
    titles = (t("CELL"), t("WHAT"), t("NOW"), t("RECOMMENDED"), t("CHANGE"), t("BECAUSE"))
    cells = [
        [row.cell, row.title, row.now, row.wanted, row.operation.key if row.operation else UNKNOWN, row.why]
        for row in rows
    ]
    records = [
        {
            "recommendation": row.key,
            "cell": row.cell,
            "title": row.title,
            "now": row.now,
            "recommended": row.wanted,
            "is_needed": row.is_needed,
            "why": row.why,
            "change": operation_form(row.operation) if row.operation is not None else None,
            "query": row.query,
        }
        for row in rows
    ]
    emit_sheet(
        Sheet(
            titles,
            cells,
            records,
            frozenset({2, 3}),
            widest=90,
            names=("recommendation", "cell", "title", "now", "recommended", "is_needed", "why", "change", "query"),
        ),
        output,
    )
    if not rows:
        invocation.note(t("Bounds and quotas are as they should be, or the need is not known yet."))
    if tell_known(invocation, known, ("service-loads",)):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
