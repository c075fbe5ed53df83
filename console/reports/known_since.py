"""Since when the costs of a period are known, where that is later than its begin: its sums are the least, then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from console.domain.edge.edge_usage import EdgeUsage
from console.domain.load_course import MODEL_USD
from console.domain.report.callout import Callout, Tone
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.bill_word import bill_word
from console.presenters.cost_gaps import COSTS, cost_gaps
from console.presenters.edge_cost import USAGE
from console.presenters.format import written_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.report.block import Block
    from console.reports.review_context import ReviewContext

_MEASURES = {CostSource.CLUSTERS: COSTS, CostSource.MODELS: MODEL_USD}


def known_since(ctx: ReviewContext, *sources: CostSource) -> Iterator[Block]:
    """Yield a sentence for each of these bills of which the begin of the period, or a part of it, is not known.

    Days are those of UTC.
    """
    begin, end = (datetime.fromtimestamp(one, UTC).date() for one in (ctx.span.begin_s, ctx.span.end_s))
    for source in sources:
        first = _first_day(ctx, source)
        if first is not None and begin < first < end:
            told = t("{bill}: known only since {day}, so the sums of {span} are the least.",
                     bill=bill_word(source), day=written_day(first), span=ctx.span.name)  # fmt: skip
            yield Callout(told, Tone.WARNING)
    measures = tuple(_MEASURES[source] for source in sources if source in _MEASURES)
    for gap in cost_gaps(ctx.views.cost.book, ctx.span.begin_s, ctx.span.end_s, measures):
        yield Callout(t("{gap}, so the sums of {span} are the least.", gap=gap, span=ctx.span.name), Tone.WARNING)


def _first_day(ctx: ReviewContext, source: CostSource) -> date | None:
    book = ctx.views.cost.book
    if source is CostSource.EDGE:
        tables = (one for (_, topic), one in ctx.state.objects.items() if topic == USAGE)
        days = (row.day for table in tables for row in table.rows.values() if isinstance(row, EdgeUsage))
        return min(map(date.fromisoformat, days), default=None)
    if source is CostSource.MODELS:
        first_s = book.known_from_s if book.has_models else None
    else:
        first_s = min((span.from_s for one in book.courses for span in one.spans), default=None)
    return None if first_s is None else datetime.fromtimestamp(first_s, UTC).date()
