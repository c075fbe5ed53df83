"""``cell-console report schedule`` and ``report due``: reports that make themselves."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.cost_reading import wait_option
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import LAB, Invocation, pass_invocation
from console.cli.report_cells import check_cells
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.services.reviews.report_schedule import ReportSchedule, ScheduleFile

_FORMATS = ("pdf", "html", "xlsx", "md", "csv")


@click.group(name="schedule", help=t("Have reports made by themselves, without a window."))
def schedule() -> None:
    """Group the commands of schedules."""


@schedule.command(name="list", help=t("List what is made by itself."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_(invocation: Invocation, *, output: str) -> None:
    """Print the schedules."""
    rows = _file(invocation).read()
    titles = (t("KEY"), t("ESTATE"), t("EVERY"), t("FORMAT"), t("LANGUAGE"), t("FOLDER"))
    cells = [[one.key, one.estate, one.every.value, one.format, one.language, one.folder] for one in rows]
    names = ("key", "estate", "every", "format", "language", "folder")
    emit_sheet(
        Sheet(titles, cells, [{name: getattr(one, name) for name in names} for one in rows], names=names), output
    )


@schedule.command(help=t("Make a report of every month or week, from the next time that 'report due' runs."))
@click.argument("key")
@click.option("--every", type=click.Choice(("month", "week")), default="month", show_default=True)
@click.option("--format", "format_key", type=click.Choice(_FORMATS), default="pdf", show_default=True)
@click.option("--language", type=click.Choice(("en", "ja")), default="en", show_default=True)
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), required=True, help=t("Where they go."))
@click.option("--cell", "cells", multiple=True, metavar="CELL", help=t("Only this cell's chapter; may be repeated."))
@pass_invocation
def add(
    invocation: Invocation, *, key: str, every: str, format_key: str, language: str, folder: Path,
    cells: tuple[str, ...],
) -> None:  # fmt: skip
    """Keep a schedule for the chosen estate."""
    from console.domain.report.report_span import SpanKind  # noqa: PLC0415
    from console.services.reviews.report_schedule import ReportSchedule  # noqa: PLC0415 - heavy: msgspec

    chosen = invocation.chosen_estate()
    check_cells(invocation, cells)
    estate = chosen if chosen == LAB else str(Path(chosen).resolve())
    wanted = ReportSchedule(key, estate, SpanKind(every), format_key, str(folder.resolve()), language, cells)
    _file(invocation).add(wanted)
    invocation.note(
        t("Kept. 'cell-console report due' makes what is due; 'report schedule timer' has it run every day.")
    )


@schedule.command(help=t("No longer make the reports of a schedule; what was made stays."))
@click.argument("key")
@pass_invocation
def remove(invocation: Invocation, *, key: str) -> None:
    """Forget a schedule."""
    _file(invocation).remove(key)


@schedule.command(
    help=t("Print a systemd timer and a crontab line that run 'report due' every morning; nothing is installed.")
)
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path, file_okay=False), help=t("Write the two units there.")
)
@pass_invocation
def timer(invocation: Invocation, *, folder: Path | None) -> None:
    """Print or write the units."""
    from console.services.reviews.timer_text import SERVICE, TIMER, cron_line, service_unit, timer_unit  # noqa: PLC0415

    program = (sys.executable, "-m", "console")
    if folder is None:
        click.echo(f"# {SERVICE}\n{service_unit(program)}\n# {TIMER}\n{timer_unit()}\n# crontab\n{cron_line(program)}")
    else:
        from console.kernel.paths import write_private  # noqa: PLC0415

        write_private(folder / SERVICE, service_unit(program))
        write_private(folder / TIMER, timer_unit())
    invocation.note(
        t(
            "For systemd: put both units into ~/.config/systemd/user, then: systemctl --user enable --now {timer}",
            timer=TIMER,
        )
    )


@click.command(
    help=t("Make the scheduled reports of the last whole month and week that are not there yet, or lack data.")
)
@wait_option()
@pass_invocation
def due(invocation: Invocation, *, wait: float) -> None:
    """Make what is due; exit code 1 when one could not be made, 3 when something could not be read anew."""
    file = _file(invocation)
    results = [_made(invocation, file, one, wait) for one in file.read()]
    if "failed" in results:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
    if "stale" in results:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _made(invocation: Invocation, file: "ScheduleFile", one: "ReportSchedule", wait_s: float) -> str:
    """Make the report of one schedule if it is due; a failure is told and does not keep the others from being made."""
    from console.cli.report_writing import write_report  # noqa: PLC0415 - heavy: connectors
    from console.kernel.clock import SystemClock  # noqa: PLC0415

    mine = replace(invocation, estate=one.estate)
    try:
        order = one.due(SystemClock().now().timestamp(), mine.load_estate().estate.name)
        if order is None:
            return "there"
        check_cells(mine, order.cells)
        is_stale = write_report(mine, order, wait_s=wait_s)
        file.note(one, order.file.name if is_stale else "")
        return "stale" if is_stale else "made"
    except ConsoleError as error:
        invocation.note(t("{key}: {error}", key=one.key, error=str(error)))
        return "failed"


def _file(invocation: Invocation) -> "ScheduleFile":
    from console.services.reviews.report_schedule import ScheduleFile  # noqa: PLC0415 - heavy: msgspec

    if invocation.temp_profile:
        raise UserError(t("A throw-away profile keeps no schedules."), t("Leave out --temp-profile."))
    return ScheduleFile(invocation.paths)
