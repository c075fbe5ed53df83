"""What everything cost in the period: the cells, what belongs to none of them, the edge, and all of it together."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.report.block import Block
from console.domain.report.paragraph import Paragraph
from console.domain.report.report_span import SpanKind
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.bill_word import bill_word
from console.presenters.edge_cost import EdgeCost
from console.presenters.report_value import amount
from console.presenters.spend_rows import SpendRow
from console.reports.known_since import known_since
from console.reports.missing import missing
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section
from console.reports.sections.cost import spends

_Cells = tuple[Value | str, ...]


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield a row per part and currency, and one per currency with their sum, which is that of the board's page."""
    rows, accounts = spends(ctx), _accounts(ctx)
    if not rows and not accounts:
        yield missing(t("No cost is known in {span}.", span=ctx.span.name))
        return
    edge = (CostSource.EDGE,) if accounts else ()
    yield from known_since(ctx, CostSource.CLUSTERS, CostSource.MODELS, *edge)
    columns = (
        Column(t("Part")), Column(t("CPU"), is_right=True), Column(t("Memory"), is_right=True),
        Column(t("Other"), is_right=True), Column(t("Model calls"), is_right=True), Column(t("Total"), is_right=True),
    )  # fmt: skip
    titles = {one.key: one.title or one.key for one in ctx.estate.cells}
    cells = [_part(one, titles.get(one.key, one.title)) for one in rows]
    cells += [_edge(one) for one in accounts]
    cells += [(t("Total"), *_nothing(), amount(one, currency)) for currency, one in totals(ctx).items()]
    yield Table(columns, tuple(cells))
    if told := left_out(ctx):
        yield Paragraph(told, is_muted=True)


def left_out(ctx: ReviewContext) -> str:
    """Say what the sums are without; empty: nothing that is known."""
    is_week = ctx.span.kind is SpanKind.WEEK
    return t("Without the edge, whose costs are told by month.") if is_week and ctx.views.cost.edge else ""


def totals(ctx: ReviewContext) -> dict[str, float]:
    """Return what everything cost in the period, by currency; the edge tells its use by month."""
    found: dict[str, float] = {}
    for row in spends(ctx):
        found[row.currency] = found.get(row.currency, 0.0) + row.total
    for one in _accounts(ctx):
        found[one.currency] = found.get(one.currency, 0.0) + float(one.so_far)
    return found


def _accounts(ctx: ReviewContext) -> tuple[EdgeCost, ...]:
    return ctx.views.cost.edge_now if ctx.span.kind is SpanKind.MONTH else ()


def _part(row: SpendRow, title: str) -> _Cells:
    return title, *(amount(one, row.currency) for one in (row.cpu, row.memory, row.other, row.models, row.total))


def _edge(account: EdgeCost) -> _Cells:
    title = f"{bill_word(CostSource.EDGE)} · {account.title}"
    return title, *_nothing(), amount(account.so_far, account.currency)


def _nothing() -> tuple[str, ...]:
    """Leave out the parts: the edge has none of them, and different bills have different ones."""
    return ("",) * 4


SECTIONS.add(Section("spending", 20, Place.ESTATE, lambda: t("Costs of the estate"), build))
