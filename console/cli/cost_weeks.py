"""``cell-console cost weeks``: service, cost, budget and actual side by side, week by week."""

from typing import TYPE_CHECKING

import click

from console.cli.cost_reading import by_option, cached_option, read_costs, tell_unread, wait_option
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t
from console.presenters.health_word import health_word

if TYPE_CHECKING:
    from console.presenters.cost_week_rows import CostWeekRow


@click.command(name="weeks", help=t("Show service, cost, budget and actual side by side, week by week."))
@by_option()
@click.option("--check", is_flag=True, help=t("End with exit code 1 when the running week is over a budget."))
@wait_option()
@cached_option()
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def weeks(invocation: Invocation, *, by: str, check: bool, wait: float, cached: bool, output: str) -> None:
    """Print the weeks, the running one first; exit code 3 when something could not be reached."""
    from console.domain.health import Health  # noqa: PLC0415 - heavy: store
    from console.presenters.spend_book import COURSES, LOADS  # noqa: PLC0415
    from console.presenters.spend_rows import GroupBy  # noqa: PLC0415

    view, known = read_costs(invocation, {COURSES, LOADS, "slos"}, wait_s=wait, cached=cached)
    rows = view.weeks(GroupBy(by))
    emit_sheet(_sheet(rows), output)
    tell_unread(invocation, known)
    if check and any(row.is_running and row.health is Health.CRITICAL for row in rows):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _sheet(rows: "tuple[CostWeekRow, ...]") -> Sheet:
    from console.presenters.format import UNKNOWN, percent  # noqa: PLC0415
    from console.presenters.money_text import money  # noqa: PLC0415

    titles = (
        t("WEEK"), t("PART"), t("HEALTH"), t("SERVED"), t("WORST ERROR BUDGET"), t("BUDGET"), t("ACTUAL"),
        t("OFF BUDGET"), t("MODEL CALLS"), t("PER 1,000 REQUESTS"),
    )  # fmt: skip
    cells = [
        [
            row.week, row.key, health_word(row.health), percent(row.good),
            row.slo.budget_left if row.slo is not None else UNKNOWN, money(row.budget, row.currency),
            money(row.actual, row.currency), percent(row.deviation), money(row.models, row.currency),
            money(row.per_1000, row.currency),
        ]
        for row in rows
    ]  # fmt: skip
    records = [
        {
            "week": row.week,
            "part": row.key,
            "running": row.is_running,
            "health": row.health.name.lower(),
            "served": row.good,
            "worst_error_budget_left": row.slo.status.budget_left if row.slo is not None else None,
            "budget": row.budget,
            "actual": row.actual,
            "off_budget": row.deviation,
            "model_calls": row.models,
            "per_1000_requests": row.per_1000,
            "currency": row.currency,
        }
        for row in rows
    ]
    return Sheet(
        titles,
        cells,
        records,
        frozenset(range(3, 10)),
        names=(
            "week",
            "part",
            "running",
            "health",
            "served",
            "worst_error_budget_left",
            "budget",
            "actual",
            "off_budget",
            "model_calls",
            "per_1000_requests",
            "currency",
        ),
    )
