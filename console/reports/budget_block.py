"""Budgets as a table and a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from console.domain.report.chart import Chart, ChartKind, ChartSeries
from console.domain.report.table import Column, Table
from console.kernel.i18n import t
from console.presenters.cost_proof import covers_text
from console.presenters.report_value import amount
from console.reports.judged import judged

if TYPE_CHECKING:
    from console.domain.report.block import Block
    from console.domain.report.value import Value
    from console.presenters.budget_rows import BudgetRow
    from console.reports.review_context import ReviewContext


def budget_blocks(ctx: ReviewContext, budgets: Sequence[BudgetRow]) -> Iterator[Block]:
    """Yield the budgets, and how far they are used, by currency."""
    columns = (
        Column(t("Budget")), Column(t("State")), Column(t("Limit"), is_right=True), Column(t("Spent"), is_right=True),
        Column(t("Forecast"), is_right=True), Column(t("Left"), is_right=True), Column(t("Covers")), Column(t("Note")),
    )  # fmt: skip
    yield Table(columns, tuple(_row(one) for one in budgets), t("Budgets"))
    for one in budgets:
        ctx.cite(one.title, *one.queries)
    for currency in dict.fromkeys(one.currency for one in budgets):
        known = [one for one in budgets if one.currency == currency and one.spent is not None]
        if len(known) > 1:
            yield _chart(known, currency)


def _row(one: BudgetRow) -> tuple[Value | str, ...]:
    amounts = (amount(part, one.currency) for part in (one.limit, one.spent, one.forecast, one.left))
    return one.title, judged(one.health), *amounts, covers_text(one), one.note


def _chart(budgets: Sequence[BudgetRow], currency: str) -> Chart:
    def points(name: str) -> tuple[tuple[float, float | None], ...]:
        return tuple((float(index), getattr(one, name)) for index, one in enumerate(budgets))

    over = [one.title for one in budgets if one.forecast is not None and one.forecast > one.limit]
    summary = (
        t("Will be passed: {names}.", names=", ".join(over)) if over else t("No budget will be passed at this pace.")
    )
    return Chart(
        ChartKind.BUDGET,
        t("Budgets, spent and forecast"),
        summary,
        currency,
        (
            ChartSeries(t("Spent"), points("spent")),
            ChartSeries(t("Forecast"), points("forecast")),
            ChartSeries(t("Limit"), points("limit"), is_dashed=True),
        ),
        categories=tuple(one.title for one in budgets),
    )
