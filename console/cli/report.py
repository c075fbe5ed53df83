"""``cell-console report``: the review of a month, or the indicators of a week, as a document."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.cost_reading import cached_option, wait_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.report_cells import check_cells
from console.cli.report_schedule import due, schedule
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.report.report_span import ReportSpan

FORMATS = ("pdf", "html", "xlsx", "md", "csv")


@click.group(
    name="report",
    invoke_without_command=True,
    help=t("Write the review of a month, or the indicators of a week, as PDF, HTML, workbook, Markdown or CSV."),
)
@click.option("--month", default=None, metavar="2026-10", help=t("The month; default the running one."))
@click.option("--week", default=None, metavar="2026-W46", help=t("A week in place of a month: the scaling indicators."))
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=t("File to write; its suffix chooses the format."),
)
@click.option("--format", "format_key", type=click.Choice(FORMATS), help=t("Another format than the suffix says."))
@click.option("--language", type=click.Choice(("en", "ja")), default=None, help=t("Language of the document."))
@click.option("--cell", "cells", multiple=True, metavar="CELL", help=t("Only this cell's chapter; may be repeated."))
@click.option("--unsigned", is_flag=True, help=t("Put no signed statement beside the report."))
@cached_option()
@wait_option()
@pass_invocation
@click.pass_context
def command(
    ctx: click.Context, invocation: Invocation, *, month: str | None, week: str | None, file: Path | None,
    format_key: str | None, language: str | None, cells: tuple[str, ...], unsigned: bool, cached: bool, wait: float,
) -> None:  # fmt: skip
    """Write one report; exit code 3 when something that it shows could not be read anew."""
    if ctx.invoked_subcommand is not None:
        return
    from console.cli.report_writing import write_report  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.kernel.i18n import language as spoken  # noqa: PLC0415
    from console.services.reviews.review_order import ReviewOrder  # noqa: PLC0415

    if file is None:
        raise UserError(t("Say where the report goes."), t("For example: cell-console report -o review.pdf"))
    order = ReviewOrder(
        _span(month, week), file, _format(file, format_key), language or spoken(), cells, cached, not unsigned
    )
    check_cells(invocation, cells)
    if write_report(invocation, order, wait_s=wait):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


command.add_command(schedule)
command.add_command(due)


def _format(file: Path, chosen: str | None) -> str:
    suffix = chosen or file.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise UserError(
            t("The format of {file} is not known.", file=file), t("Known are: {names}.", names=", ".join(FORMATS))
        )
    return suffix


def _span(month: str | None, week: str | None) -> "ReportSpan":
    from console.domain.report.report_span import SpanKind, span_named, span_of  # noqa: PLC0415
    from console.kernel.clock import SystemClock  # noqa: PLC0415

    if month is not None and week is not None:
        raise UserError(t("A report is about a month or about a week, not both."), t("Leave one of them out."))
    now_s = SystemClock().now().timestamp()
    text = week if month is None else month
    if text is None:
        return span_of(SpanKind.MONTH, now_s)
    try:
        found = span_named(text)
    except ValueError:
        found = None
    if found is None or (found.kind is SpanKind.MONTH) != (month is not None):
        raise UserError(t("{text} is no month and no week.", text=repr(text)), t("Write 2026-10 or 2026-W46."))
    if found.begin_s > now_s:
        raise UserError(t("{span} has not begun yet.", span=found.name), t("Choose an earlier one."))
    return found
