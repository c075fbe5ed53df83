"""``cell-console cost export``: what a cost service tells, as a FOCUS 1.2 file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.csv_text import csv_text
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.cost import Allocation
    from console.ports.cost import CostReader


@click.command(name="export", help=t("Write the costs of the cells as a FOCUS 1.2 CSV file."))
@click.option("--focus", "file", required=True, type=click.Path(path_type=Path, dir_okay=False), help=t("The file."))
@click.option("--window", default="month", show_default=True, metavar="7d|month|…", help=t("The span of time."))
@click.option("--wait", type=NumberRange(0.1, 600), default=30.0, show_default=True, help=t("Seconds to wait."))
@pass_invocation
def export(invocation: Invocation, *, file: Path, window: str, wait: float) -> None:
    """Write one line per cell and day; exit code 3, and no file, when a cost service could not be reached."""
    from console.cli.port_reading import read_port  # noqa: PLC0415 - heavy: connectors
    from console.kernel.paths import write_private  # noqa: PLC0415
    from console.ports.cost import CostReader  # noqa: PLC0415
    from console.presenters.focus_rows import COLUMNS, account_names, focus_rows  # noqa: PLC0415

    async def ask(reader: "CostReader") -> "tuple[Allocation, ...]":
        return await reader.allocation(window, "namespace", "1d")

    answers, faults = read_port(invocation, CostReader, ask, wait_s=wait)
    for key, fault in faults.items():
        invocation.note(t("{connection}: {error} {hint}", connection=key, error=fault.message, hint=fault.hint))
    if faults:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
    names = account_names(invocation.load_estate().estate)
    lines = focus_rows((one for told in answers.values() for one in told), names)
    write_private(file, csv_text(COLUMNS, lines))
    invocation.note(t("{file}: {count} lines.", file=file, count=len(lines)))
    invocation.note(
        t("They are what the cost services tell of clusters; calls of models and the edge are not in them.")
    )
