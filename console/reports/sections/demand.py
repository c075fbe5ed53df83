"""What a cell was asked for in the period, and its indicators against the period before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from console.domain.report.block import Block
from console.domain.report.chart import Chart, ChartKind, ChartSeries
from console.domain.report.table import Column, Table
from console.domain.report.value import Value, ValueKind
from console.domain.unit import Unit
from console.kernel.i18n import t
from console.presenters.cell_course import ALSO, DEMAND, INDICATORS, KpiRow, cell_course, kpi_row
from console.presenters.format import UNKNOWN, quantity, signed
from console.presenters.report_value import measured
from console.reports.missing import missing
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the course of the demand and the table of indicators."""
    rows = [one for one in _rows(ctx) if one.mean is not None]
    if not rows:
        yield missing(
            t("Nothing was recorded of this cell in {span}.", span=ctx.span.name),
            t("Leave the console open, or make the report where its metric server can be reached."),
        )
        return
    yield from _course(ctx)
    yield Table(_columns(), tuple(_row(one) for one in rows))
    for one in rows:
        ctx.cite(one.label, one.query)


def _rows(ctx: ReviewContext) -> Iterator[KpiRow]:
    for signal in INDICATORS:
        yield kpi_row(ctx.facts.courses, ctx.here, signal, ctx.span.begin_s, ctx.until_s, ctx.span.before().begin_s)


def _course(ctx: ReviewContext) -> Iterator[Block]:
    points = cell_course(ctx.facts.courses, ctx.here, DEMAND, ctx.span.begin_s, ctx.until_s)
    points = points or cell_course(ctx.facts.courses, ctx.here, ALSO, ctx.span.begin_s, ctx.until_s)
    if len(points) > 1:
        highest = max(points, key=lambda one: one[1])
        summary = t(
            "Highest {value}, mean {mean}.",
            value=quantity(highest[1], Unit.PER_SECOND),
            mean=quantity(sum(value for _, value in points) / len(points), Unit.PER_SECOND),
        )
        series = ChartSeries(t("Requests per second"), points)
        yield Chart(ChartKind.LINE, t("Demand in {span}", span=ctx.span.name), summary, t("requests/s"), (series,))


def _columns() -> tuple[Column, ...]:
    return (
        Column(t("Indicator")), Column(t("Mean"), is_right=True), Column(t("Worst"), is_right=True),
        Column(t("Mean before"), is_right=True), Column(t("Against before"), is_right=True),
        Column(t("Known"), is_right=True),
    )  # fmt: skip


def _row(row: KpiRow) -> tuple[Value | str, ...]:
    mean, worst, before = (measured(one, row.unit) for one in (row.mean, row.worst, row.before))
    change = UNKNOWN if row.change is None else f"{signed(row.change * 100, 1)} %"
    told = Value(change, row.change, ValueKind.PERCENT)
    return row.label, mean, worst, before, told, measured(row.known, Unit.RATIO)


SECTIONS.add(Section("demand", 30, Place.CELL, lambda: t("Demand and indicators"), build))
