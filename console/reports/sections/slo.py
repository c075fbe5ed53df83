"""The objectives of a cell with what is left of their budgets, and how the worst one went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from console.domain.report.block import Block
from console.domain.report.chart import Chart, ChartKind, ChartLimit, ChartSeries
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.kernel.i18n import t
from console.presenters.report_value import share, shown
from console.presenters.slo_detail import course_in
from console.presenters.slo_rows import SloRow
from console.reports.judged import judged
from console.reports.missing import missing
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield table and chart."""
    rows = ctx.slos_here
    if not rows:
        yield missing(t("No objective of this cell is known."), t("Name SLO documents in the estate file under slos."))
        return
    yield from objective_blocks(ctx, rows)


def objective_blocks(ctx: ReviewContext, rows: Sequence[SloRow]) -> Iterator[Block]:
    """Yield objectives as a table, and the course of the worst budget of which one is known."""
    if ctx.is_over:
        yield Paragraph(
            t(
                "Objectives count over periods that end when they were read, not at the end of {span}.",
                span=ctx.span.name,
            ),
            is_muted=True,
        )
    yield Table(_columns(), tuple(_row(one) for one in rows))
    for one in rows:
        ctx.cite(f"{one.service} / {one.name}", one.query)
    chart = next((found for one in rows if (found := _chart(ctx, one)) is not None), None)
    if chart is not None:
        yield chart


def _columns() -> tuple[Column, ...]:
    return (
        Column(t("Service")), Column(t("Objective")), Column(t("Segment")), Column(t("State")),
        Column(t("Goal"), is_right=True), Column(t("Attained"), is_right=True), Column(t("Budget left"), is_right=True),
        Column(t("Burn rate (1 h)"), is_right=True), Column(t("Note")),
    )  # fmt: skip


def _row(row: SloRow) -> tuple[Value | str, ...]:
    status = row.status
    return (
        row.service, row.name, row.segment, judged(row.health), shown(row.objective, status.percent, "%"),
        share(status.attained), share(status.budget_left), shown(row.burn, status.burn_rate(3600)), row.note,
    )  # fmt: skip


def _chart(ctx: ReviewContext, row: SloRow) -> Chart | None:
    told = (one for one in ctx.facts.budgets if one.ref == row.status.ref)
    course = next(told, None) or course_in(ctx.state, row.status)
    if course is None or not course.times:
        return None
    left = tuple((at, value * 100) for at, value in zip(course.times, course.left(row.status.percent), strict=True))
    title = t("Error budget of {service} / {name}", service=row.service, name=row.name)
    summary = t("{share} of the budget is left at the end.", share=share(left[-1][1] / 100).text)
    series = ChartSeries(t("Budget left"), left)
    return Chart(ChartKind.LINE, title, summary, "%", (series,), limits=(ChartLimit(t("Used up at 0 %"), 0.0),))


SECTIONS.add(Section("slo", 20, Place.CELL, lambda: t("Service level objectives"), build))
