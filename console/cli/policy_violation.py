"""``cell-console policy violations``: what breaks the rules of the clusters (Gatekeeper)."""

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.cli.report_cells import check_cells
from console.kernel.i18n import t


@click.command(help=t("List what breaks the rules of the clusters (Gatekeeper), those that refuse first."))
@click.option("--cell", default="", help=t("Only those of this cell."))
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 600), default=15.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def violations(invocation: Invocation, *, cell: str, cached: bool, wait: float, output: str) -> None:
    """Print rows; what Gatekeeper counts beyond those that it lists is told on stderr."""
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: connectors
    from console.presenters.violation_rows import TOPIC, ViolationRow, unlisted, violation_rows  # noqa: PLC0415

    check_cells(invocation, (cell,) if cell else ())
    known = read_state(invocation, (TOPIC,), wait_s=wait, cached=cached)
    rows = violation_rows(known.state, cell)
    titles = (t("CLUSTER"), t("CELL"), t("RULE"), t("ENFORCEMENT"), t("WHO BREAKS IT"), t("WHY"))
    cells = [[row.cluster, row.cell, row.rule, row.action, row.who, row.message] for row in rows]
    emit_sheet(Sheet(titles, cells, [row._asdict() for row in rows], widest=100, names=ViolationRow._fields), output)
    left = unlisted(known.state)
    if left:
        invocation.note(t("Gatekeeper counts {count} more, and does not list them.", count=left))
    if tell_known(invocation, known, (TOPIC,)):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
