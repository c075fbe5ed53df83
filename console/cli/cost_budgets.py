"""``cell-console cost budgets``: what is left of each budget, and what the period will come to."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.health_word import health_word
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.cost import Allocation
    from console.ports.cost import CostReader
    from console.presenters.budget_rows import BudgetRow


@click.command(name="budgets", help=t("Compare the estate's budgets with what was spent and what it comes to."))
@click.option("--wait", type=click.FloatRange(0.1, 600), default=30.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def budgets(invocation: Invocation, *, wait: float, output: str) -> None:
    """Print the budgets; exit code 1 when one is passed or will be, 3 when a cost service could not be reached."""
    from console.cli.port_reading import read_port  # noqa: PLC0415 - heavy: connectors
    from console.domain.health import Health  # noqa: PLC0415
    from console.domain.price.budget_span import budget_span  # noqa: PLC0415
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.ports.cost import CostReader  # noqa: PLC0415
    from console.presenters.budget_rows import budget_rows  # noqa: PLC0415

    estate = invocation.load_estate().estate
    now = SystemClock().now()
    periods = sorted({one.period.value for one in estate.budgets})

    async def ask(reader: "CostReader") -> "dict[str, tuple[Allocation, ...]]":
        found = {}
        for period in periods:
            begin = budget_span(period, now)[0]
            found[period] = await reader.allocation(f"{begin.timestamp():.0f},{now.timestamp():.0f}", "namespace")
        return found

    answers, faults = read_port(invocation, CostReader, ask, wait_s=wait) if periods else ({}, {})
    told = {period: [row for one in answers.values() for row in one[period]] for period in periods}
    rows = budget_rows(estate, told, now)
    emit_sheet(_sheet(rows), output)
    invocation.note(t("The forecast carries what was spent on evenly to the end of the period (UTC)."))
    for key, fault in faults.items():
        invocation.note(t("{connection}: {error} {hint}", connection=key, error=fault.message, hint=fault.hint))
    if faults:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
    if any(row.health is Health.CRITICAL for row in rows):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _sheet(rows: "tuple[BudgetRow, ...]") -> Sheet:
    from console.presenters.format import UNKNOWN  # noqa: PLC0415
    from console.presenters.money_text import money  # noqa: PLC0415

    titles = (t("BUDGET"), t("HEALTH"), t("LIMIT"), t("SPENT"), t("FORECAST"), t("LEFT"), t("NOTE"))
    cells = [
        [
            row.title, health_word(row.health), money(row.limit, row.currency), money(row.spent, row.currency),
            money(row.forecast, row.currency),
            UNKNOWN if row.spent is None else money(row.limit - row.spent, row.currency), row.note,
        ]
        for row in rows
    ]  # fmt: skip
    records = [
        {
            "budget": row.key,
            "title": row.title,
            "cells": " ".join(row.cells),
            "period": row.period,
            "health": row.health.name.lower(),
            "limit": row.limit,
            "spent": row.spent,
            "forecast": row.forecast,
            "currency": row.currency,
            "note": row.note,
        }
        for row in rows
    ]
    return Sheet(titles, cells, records, frozenset({2, 3, 4, 5}))
