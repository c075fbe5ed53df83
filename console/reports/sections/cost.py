"""What a cell cost in the period, against its budgets and their forecasts, and what could be saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from console.domain.report.block import Block
from console.domain.report.chart import Chart, ChartKind, ChartSeries
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.report_span import SpanKind
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.format import short_day
from console.presenters.money_text import money
from console.presenters.report_value import amount
from console.presenters.spend_rows import GroupBy, SpendRow, spend_rows
from console.presenters.unit_cost_rows import UnitCostRow
from console.reports.budget_block import budget_blocks
from console.reports.known_since import known_since
from console.reports.missing import missing
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield amounts, budgets, unit costs and savings of the chapter's cell."""
    rows = [one for one in spends(ctx) if one.key == ctx.here.key]
    if not rows:
        yield missing(t("No cost of this cell is known in {span}.", span=ctx.span.name))
    else:
        yield from known_since(ctx, CostSource.CLUSTERS, CostSource.MODELS)
    for row in rows:
        yield KeyFigures(
            (KeyFigure(t("Cost in {span}", span=ctx.span.name), amount(row.total, row.currency)), *_parts(row))
        )
        yield from _days(row)
    budgets = [one for one in ctx.views.cost.budgets if ctx.here.key in one.cells]
    if budgets and ctx.span.kind is SpanKind.MONTH:
        yield from budget_blocks(ctx, budgets)
    yield from _units(ctx)
    yield from _savings(ctx)


def spends(ctx: ReviewContext) -> tuple[SpendRow, ...]:
    """Return what each cell, and what belongs to none, cost in the period."""
    if ctx.span.kind is SpanKind.MONTH:
        return ctx.views.cost.spends(GroupBy.CELL)
    book, span = ctx.views.cost.book, ctx.span
    return ctx.views.once("spends", lambda: spend_rows(book, GroupBy.CELL, span.begin_s, span.end_s))


def _parts(row: SpendRow) -> Iterator[KeyFigure]:
    named = ((t("CPU"), row.cpu), (t("Memory"), row.memory), (t("Other"), row.other), (t("Model calls"), row.models))
    for label, part in named:
        if part is not None:
            yield KeyFigure(label, amount(part, row.currency))


def _days(row: SpendRow) -> Iterator[Chart]:
    days = sorted(row.days.items())
    if len(days) < 2:
        return
    names = tuple(_day(at) for at, _ in days)
    points = tuple((float(index), value) for index, (_, value) in enumerate(days))
    dearest = max(days, key=lambda one: one[1])
    summary = t(
        "The dearest day was {day} with {amount}.", day=_day(dearest[0]), amount=money(dearest[1], row.currency)
    )
    series = ChartSeries(t("Cost of the day"), points)
    yield Chart(ChartKind.BARS, t("Cost by day"), summary, row.currency, (series,), categories=names)


def _day(at_s: float) -> str:
    return short_day(datetime.fromtimestamp(at_s, UTC))


def _units(ctx: ReviewContext) -> Iterator[Block]:
    rows = [one for one in ctx.views.cost.units(GroupBy.CELL) if one.key == ctx.here.key]
    if rows:
        columns = (
            Column(t("Per user and day"), is_right=True), Column(t("Per 1,000 requests"), is_right=True),
            Column(t("Per million tokens"), is_right=True), Column(t("Made of")),
        )  # fmt: skip
        yield Table(columns, tuple(_unit(row) for row in rows), t("Unit costs of the last complete days"))
        for row in rows:
            ctx.cite(t("Unit costs"), *row.queries)


def _unit(row: UnitCostRow) -> tuple[Value | str, ...]:
    costs = (row.per_user, row.per_1000_requests, row.per_million_tokens)
    return *(amount(one, row.currency) for one in costs), row.made_of


def _savings(ctx: ReviewContext) -> Iterator[Block]:
    rows = [one for one in ctx.views.cost.savings if one.cell == ctx.here.key]
    if rows and not ctx.is_over:
        columns = (
            Column(t("Could be saved this month"), is_right=True),
            Column(t("How it is saved")),
            Column(t("On condition that")),
        )
        cells = tuple((amount(one.amount, one.currency), f"{one.title}: {one.how}", one.condition) for one in rows)
        yield Table(columns, cells)


SECTIONS.add(Section("cost", 60, Place.CELL, lambda: t("Cost against budget and forecast"), build))
