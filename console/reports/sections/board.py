"""The summary for the board: one page with how the estate is, what is at risk and what must be decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from console.domain.health import Health
from console.domain.report.block import Block
from console.domain.report.callout import Callout, Tone
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.paragraph import Paragraph
from console.domain.report.report_span import SpanKind
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.kernel.i18n import t
from console.presenters.cell_board import cell_rows
from console.presenters.cell_row import CellRow
from console.presenters.format import UNKNOWN, local_day
from console.presenters.report_value import amount, counted, of_figure, share
from console.reports.cut_table import cut_table
from console.reports.decision import decisions
from console.reports.judged import judged
from console.reports.review_context import ReviewContext
from console.reports.risk import risks
from console.reports.section import SECTIONS, Place, Section
from console.reports.sections.decisions import decision_table
from console.reports.sections.risks import risk_table
from console.reports.sections.spending import left_out, totals

_MOST_CELLS, _MOST_RISKS, _MOST_DECISIONS = 12, 5, 5


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the page."""
    rows = cell_rows(ctx.state)
    yield KeyFigures((*_cells(rows), *_objective(ctx), *_cost(ctx), *_emissions(ctx), *_runout(ctx), _asked(ctx)))
    if ctx.is_over:
        text = t(
            "{span} is over: costs are those of the period, states are those of the moment of reading.",
            span=ctx.span.name,
        )
        yield Callout(text)
    yield from _decisions(ctx)
    yield from _risks(ctx)
    yield Heading(t("Cells"), 2)
    yield from cut_table(_board(rows), _MOST_CELLS, t("Overview"))


def _cells(rows: tuple[CellRow, ...]) -> Iterator[KeyFigure]:
    well = sum(one.health is Health.OK for one in rows)
    worst = Health.worst(*(one.health for one in rows))
    names = ", ".join(one.title for one in rows if one.health >= Health.WARNING)
    yield KeyFigure(t("Cells that are well"), f"{well} / {len(rows)}", names, worst)


def _objective(ctx: ReviewContext) -> Iterator[KeyFigure]:
    known = [one for one in ctx.views.slos if one.health is not Health.UNKNOWN]
    if known:
        worst = known[0]
        note = f"{worst.service} / {worst.name}"
        yield KeyFigure(t("Least error budget left"), share(worst.status.budget_left), note, worst.health)


def _cost(ctx: ReviewContext) -> Iterator[KeyFigure]:
    """Yield one figure per currency, each with the state of its own budgets: amounts are never converted."""
    if ctx.span.kind is SpanKind.WEEK:
        label = t("Cost in {span}", span=ctx.span.name)
        note = left_out(ctx)
        yield from (KeyFigure(label, amount(one, currency), note) for currency, one in totals(ctx).items())
        return
    for month in ctx.views.cost.months:
        note = t("forecast of the month {amount}", amount=amount(month.forecast, month.currency).text)
        if month.models_since_s is not None:
            note = t("{note}; model calls are known only since {day}", note=note, day=local_day(month.models_since_s))
        note = "; ".join((note, *month.gaps))
        states = [one.health for one in ctx.views.cost.budgets if one.currency == month.currency]
        worst = Health.worst(*states) if states else None
        yield KeyFigure(t("Cost of the month so far"), amount(month.spent, month.currency), note, worst)


def _emissions(ctx: ReviewContext) -> Iterator[KeyFigure]:
    for tile in ctx.views.carbon.tiles:
        if tile.key in {"emissions", "per-user"} and tile.value != UNKNOWN:
            yield KeyFigure(tile.label, tile.value, tile.note, tile.health)


def _runout(ctx: ReviewContext) -> Iterator[KeyFigure]:
    for row in (one for one in ctx.views.capacity_rows[:1] if one.health is not Health.UNKNOWN):
        yield KeyFigure(t("First to run out of capacity"), row.run_out, row.title, row.health)


def _asked(ctx: ReviewContext) -> KeyFigure:
    return KeyFigure(t("Decisions asked"), counted(len(decisions(ctx))))


def _decisions(ctx: ReviewContext) -> Iterator[Block]:
    yield Heading(t("Decisions asked"), 2)
    if not decisions(ctx):
        yield Callout(t("Nothing is asked to be decided."), Tone.GOOD)
        return
    yield decision_table(decisions(ctx)[:_MOST_DECISIONS])
    yield from _more(len(decisions(ctx)) - _MOST_DECISIONS)


def _risks(ctx: ReviewContext) -> Iterator[Block]:
    yield Heading(t("Greatest risks"), 2)
    if not risks(ctx):
        yield Callout(t("Nothing that the console knows of is a risk."), Tone.GOOD)
        return
    yield risk_table(risks(ctx)[:_MOST_RISKS])
    yield from _more(len(risks(ctx)) - _MOST_RISKS)


def _more(count: int) -> Iterator[Block]:
    if count > 0:
        yield Paragraph(t("{count} more stand in the chapters.", count=count), is_muted=True)


def _board(rows: tuple[CellRow, ...]) -> Table:
    named = rows[0].shown if rows else ()
    columns = (Column(t("Cell")), Column(t("State")), *(Column(one.label, is_right=True) for one in named))
    return Table(columns, tuple(_row(one) for one in rows), empty=t("The estate names no cells."))


def _row(row: CellRow) -> tuple[Value | str, ...]:
    return row.title, judged(row.health), *(of_figure(one) for one in row.shown)


SECTIONS.add(Section("board", 10, Place.BOARD, lambda: t("Summary"), build))
