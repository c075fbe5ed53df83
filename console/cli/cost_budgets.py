"""``cell-console cost budgets``: what is left of each budget, and what the period will come to."""

from typing import TYPE_CHECKING

import click

from console.cli.cost_reading import cached_option, read_costs, tell_unread, wait_option
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t
from console.presenters.health_word import health_word

if TYPE_CHECKING:
    from console.presenters.budget_rows import BudgetRow


@click.command(name="budgets", help=t("Compare the estate's budgets with what was spent and what it comes to."))
@wait_option()
@cached_option()
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def budgets(invocation: Invocation, *, wait: float, cached: bool, output: str) -> None:
    """Print the budgets; exit code 1 when one is passed or will be, 3 when something could not be reached."""
    from console.domain.health import Health  # noqa: PLC0415 - heavy: store
    from console.presenters.cost_view import BUDGET_TOPICS  # noqa: PLC0415

    view, known = read_costs(invocation, BUDGET_TOPICS, wait_s=wait, cached=cached)
    emit_sheet(_sheet(view.budgets), output)
    for row in view.budgets:
        if row.method and row.health is not Health.OK:
            invocation.note(f"{row.title}: {row.method}")
    tell_unread(invocation, known)
    if any(row.health is Health.CRITICAL for row in view.budgets):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _sheet(rows: "tuple[BudgetRow, ...]") -> Sheet:
    from console.presenters.cost_proof import covers_text  # noqa: PLC0415
    from console.presenters.money_text import money  # noqa: PLC0415

    titles = (t("BUDGET"), t("HEALTH"), t("LIMIT"), t("SPENT"), t("FORECAST"), t("LEFT"), t("COVERS"), t("NOTE"))
    cells = [
        [
            row.title, health_word(row.health), *(money(one, row.currency) for one in
            (row.limit, row.spent, row.forecast, row.left)), covers_text(row), row.note,
        ]
        for row in rows
    ]  # fmt: skip
    records = [
        {
            "budget": row.key,
            "title": row.title,
            "cells": " ".join(row.cells),
            "sources": " ".join(row.sources),
            "period": row.period,
            "health": row.health.name.lower(),
            "limit": row.limit,
            "spent": row.spent,
            "forecast": row.forecast,
            "left": row.left,
            "currency": row.currency,
            "note": row.note,
            "method": row.method,
        }
        for row in rows
    ]
    return Sheet(
        titles,
        cells,
        records,
        frozenset({2, 3, 4, 5}),
        names=(
            "budget",
            "title",
            "cells",
            "sources",
            "period",
            "health",
            "limit",
            "spent",
            "forecast",
            "left",
            "currency",
            "note",
            "method",
        ),
    )
