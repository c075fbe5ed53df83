"""What was changed in a cell in the period, by whom, why, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from console.domain.report.block import Block
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.kernel.i18n import t
from console.presenters.trail_rows import TrailRow, trail_rows
from console.reports.cut_table import cut_table
from console.reports.missing import unread
from console.reports.review_context import ReviewContext
from console.reports.review_facts import CHANGES
from console.reports.section import SECTIONS, Place, Section

_MOST = 40


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the changes of the chapter's cell."""
    rows = changes_of(ctx, lambda cell: cell == ctx.here.key)
    if not rows and CHANGES in ctx.facts.unread:
        yield unread()
        return
    if not rows:
        yield Paragraph(t("Nothing was changed here through the console in {span}.", span=ctx.span.name))
        return
    yield from change_table(rows)


def changes_of(ctx: ReviewContext, is_wanted: Callable[[str], bool]) -> tuple[TrailRow, ...]:
    """Return how the changes and rollouts of the period ended, the newest first, of the cells that are wanted."""
    rows = ctx.views.once("changes", lambda: trail_rows(ctx.facts.trail, ctx.estate))
    return tuple(one for one in rows if one.estate in {"", ctx.estate.name} and is_wanted(one.cell))


def change_table(rows: tuple[TrailRow, ...]) -> Iterator[Block]:
    """Yield the changes as a table."""
    columns = (Column(t("Time")), Column(t("State")), Column(t("What")), Column(t("By")), Column(t("Why")))
    cells = tuple((one.time, _state(one), one.what, one.actor, one.reason) for one in rows)
    yield from cut_table(Table(columns, cells), _MOST, t("Activity"))


def _state(row: TrailRow) -> str:
    return f"{row.area_word}: {row.word}"


SECTIONS.add(Section("changes", 110, Place.CELL, lambda: t("Changes"), build))
