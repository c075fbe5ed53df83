"""The business indicators of the whole estate, and its budgets."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.report.block import Block
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.report_span import SpanKind
from console.kernel.i18n import t
from console.presenters.business_tiles import business_tiles
from console.presenters.report_value import of_figure
from console.reports.budget_block import budget_blocks
from console.reports.missing import missing
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield indicators and budgets."""
    tiles = business_tiles(ctx.state)
    yield KeyFigures(tuple(KeyFigure(one.label, of_figure(one), one.meaning, one.severity) for one in tiles))
    for one in tiles:
        if one.evidence is not None:
            ctx.cite(one.label, one.evidence.query)
    if ctx.span.kind is not SpanKind.MONTH:
        return
    budgets = [one for one in ctx.views.cost.budgets if len(one.cells) != 1]
    if budgets:
        yield from budget_blocks(ctx, budgets)
    elif not ctx.views.cost.budgets:
        yield missing(t("The estate names no budgets."), t("Add them to its file under budgets."))


SECTIONS.add(Section("business", 10, Place.ESTATE, lambda: t("Business indicators and budgets"), build))
