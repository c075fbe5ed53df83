"""``cell-console capacity show`` and ``whatif``: what the cells can carry, what they will need, when they run out."""

from math import isfinite, nan
from typing import TYPE_CHECKING, Any

import click

from console.cli.capacity_reading import Supposed, checked_cell, checked_question, read_capacity, supposed_options
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.known_state import KnownState
    from console.domain.capacity.question import Question
    from console.presenters.capacity.capacity_row import CapacityRow
    from console.presenters.capacity.capacity_view import CapacityView


@click.command(name="show", help=t("Say what each cell can carry, what it will need, and when it runs out."))
@click.option("--cell", default="", help=t("Only this cell."))
@supposed_options
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def show(
    invocation: Invocation, *, cell: str, scenario: str, growth: float | None, cached: bool, wait: float, output: str
) -> None:
    """Print one row per cell, the next to run out first; exit code 1 when one runs out within two weeks."""
    checked_cell(invocation, cell)
    view, known = read_capacity(invocation, Supposed(scenario, growth, cached, wait))
    _print(invocation, view, known, cell, output)


@click.command(name="whatif", help=t("Say what would be if a cell were lost or added, weights moved, demand grown."))
@click.option("--lose", "lost", multiple=True, metavar="CELL", help=t("Lose a cell; may be repeated."))
@click.option("--add", "added", multiple=True, metavar="CELL[=NAME]", help=t("Add a cell like an existing one."))
@click.option("--weight", "weights", multiple=True, metavar="CELL=PERCENT", help=t("Give a cell this share."))
@click.option("--demand", type=NumberRange(0.01, 1000), default=1.0, show_default=True, metavar="TIMES",
              help=t("Multiply the demand of all cells."))  # fmt: skip
@supposed_options
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def whatif(
    invocation: Invocation, *, lost: tuple[str, ...], added: tuple[str, ...], weights: tuple[str, ...], demand: float,
    scenario: str, growth: float | None, cached: bool, wait: float, output: str,
) -> None:  # fmt: skip
    """Print the cells as they would be; nothing is changed."""
    asked = checked_question(invocation, _question(lost, added, weights, demand))
    view, known = read_capacity(invocation, Supposed(scenario, growth, cached, wait), asked)
    _print(invocation, view, known, "", output)


def _question(lost: tuple[str, ...], added: tuple[str, ...], weights: tuple[str, ...], demand: float) -> "Question":
    from console.domain.capacity.question import Question  # noqa: PLC0415

    pairs = [one.partition("=") for one in added]
    return Question(
        lost,
        tuple((like, name or f"{like}-new") for like, _, name in pairs),
        tuple(_share(one) for one in weights),
        demand,
    )


def _share(text: str) -> tuple[str, float]:
    name, _, percent = text.partition("=")
    try:
        share = float(percent) / 100.0
    except ValueError:
        share = nan
    if not 0 <= share <= 1:
        raise UserError(t("{text} is no weight.", text=repr(text)), t("Write it in percent, 0 to 100: tokyo=30."))
    return name, share


def _print(invocation: Invocation, view: "CapacityView", known: "KnownState", cell: str, output: str) -> None:
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.domain.health import Health  # noqa: PLC0415

    rows = tuple(one for one in view.rows if cell in {"", one.cell})
    emit_sheet(_sheet(rows), output)
    if tell_known(invocation, known, ("service-loads",)):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
    if any(one.health is Health.CRITICAL for one in rows):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _sheet(rows: "tuple[CapacityRow, ...]") -> Sheet:
    from console.presenters.health_word import health_word  # noqa: PLC0415

    titles = (
        t("CELL"), t("HEALTH"), t("RUNS OUT"), t("BETWEEN"), t("HEADROOM"), t("CAN CARRY"), t("WILL NEED"), t("PEAK"),
        t("BUFFER"), t("SPARE"), t("MET FIRST"), t("KNOWN FROM"), t("NOTE"),
    )  # fmt: skip
    cells = [
        [
            row.title, health_word(row.health), row.run_out, row.interval, row.headroom, row.capacity, row.need,
            row.peak, row.buffer, row.spare, row.bottleneck, row.ground, row.note,
        ]
        for row in rows
    ]  # fmt: skip
    return Sheet(
        titles,
        cells,
        [_record(row) for row in rows],
        frozenset({4, 5, 6, 7, 8}),
        names=(
            "cell",
            "health",
            "capacity_rps",
            "capacity_low_rps",
            "capacity_high_rps",
            "bottleneck",
            "known_from",
            "peak_rps",
            "buffer",
            "spare_rps",
            "spare_for",
            "need_rps",
            "headroom",
            "run_out_s",
            "run_out_early_s",
            "run_out_late_s",
            "note",
        ),
    )


def _record(row: "CapacityRow") -> dict[str, Any]:
    outlook, capacity = row.outlook, row.outlook.load.capacity
    run_out = outlook.run_out
    return {
        "cell": row.cell,
        "health": row.health.name.lower(),
        "capacity_rps": capacity.rps,
        "capacity_low_rps": capacity.low if capacity.rps is not None else None,
        "capacity_high_rps": capacity.high if capacity.rps is not None and capacity.high < float("inf") else None,
        "bottleneck": capacity.bottleneck,
        "known_from": "quota" if capacity.ground is None else capacity.ground.value,
        "peak_rps": outlook.peak,
        "buffer": outlook.buffer,
        "spare_rps": outlook.spare_rps,
        "spare_for": outlook.spare_for,
        "need_rps": outlook.need,
        "headroom": room if (room := outlook.headroom) is not None and isfinite(room) else None,
        "run_out_s": run_out.likely_s if run_out is not None else None,
        "run_out_early_s": run_out.early_s if run_out is not None else None,
        "run_out_late_s": run_out.late_s if run_out is not None else None,
        "note": row.note,
    }
