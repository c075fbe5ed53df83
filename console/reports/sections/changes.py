"""What was changed in a cell in the period, by whom, why, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.report.block import Block
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.kernel.i18n import t
from console.presenters.trail_rows import TrailRow, trail_rows
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section

_MOST = 40


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the changes of the chapter's cell; of the estate, those that belong to no cell."""
    rows = changes_of(ctx, ctx.here.key)
    if not rows:
        yield Paragraph(t("Nothing was changed here through the console in {span}.", span=ctx.span.name))
        return
    yield change_table(rows)
    if len(rows) > _MOST:
        yield Paragraph(t("{count} more are in the trail.", count=len(rows) - _MOST), is_muted=True)


def changes_of(ctx: ReviewContext, cell: str) -> tuple[TrailRow, ...]:
    """Return how the changes and rollouts of the period ended, the newest first."""
    rows = trail_rows(ctx.facts.trail, ctx.estate)
    return tuple(one for one in rows if one.estate in {"", ctx.estate.name} and one.cell == cell)


def change_table(rows: tuple[TrailRow, ...]) -> Table:
    """Return the changes as a table."""
    columns = (Column(t("Time")), Column(t("State")), Column(t("What")), Column(t("By")), Column(t("Why")))
    cells = tuple((one.time, _state(one), one.what, one.actor, one.reason) for one in rows[:_MOST])
    return Table(columns, cells)


def _state(row: TrailRow) -> str:
    return f"{row.area_word}: {row.word}"


SECTIONS.add(Section("changes", 110, Place.CELL, lambda: t("Changes"), build))
