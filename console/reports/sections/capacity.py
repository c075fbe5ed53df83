"""What a cell can carry, when that runs out, and what is recommended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf

from console.domain.report.block import Block
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.kernel.i18n import t
from console.presenters.capacity.capacity_row import CapacityRow
from console.presenters.report_value import share, shown
from console.reports.missing import missing
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield capacity against need, and the recommendations."""
    row = next((one for one in ctx.views.capacity_rows if one.cell == ctx.here.key), None)
    if row is None:
        yield missing(t("Nothing is known of this cell's capacity."))
        return
    yield KeyFigures(tuple(_figures(row)))
    told = [t("{reason}.", reason=one.rstrip(".。")) for one in (row.ground, row.note) if one]
    if told:
        yield Paragraph(" ".join(told), is_muted=True)
    advice = ctx.views.capacity.advice(ctx.here.key)
    columns = (
        Column(t("Recommended"), share=0.24), Column(t("Now"), share=0.14), Column(t("Wanted"), share=0.14),
        Column(t("Why"), share=0.48),
    )  # fmt: skip
    if advice:
        yield Table(columns, tuple((one.title, one.now, one.wanted, one.why) for one in advice))
    for one in advice:
        ctx.cite(one.title, *one.queries)


def _figures(row: CapacityRow) -> Iterator[KeyFigure]:
    outlook = row.outlook
    yield KeyFigure(t("Capacity"), shown(row.capacity, outlook.load.capacity.rps, "1/s"), row.span)
    yield KeyFigure(t("Forecast peak"), shown(row.peak, outlook.peak, "1/s"))
    spare = t("spare for {spare}", spare=row.spare) if outlook.spare_for else t("no spare for the loss of a cell")
    yield KeyFigure(t("Buffer"), share(outlook.buffer), spare)
    yield KeyFigure(t("Needed"), shown(row.need, outlook.need, "1/s"))
    room = outlook.headroom
    yield KeyFigure(t("Headroom"), row.headroom if room == -inf else share(room), health=row.health)
    yield KeyFigure(t("Runs out"), row.run_out, row.interval, row.health)


SECTIONS.add(Section("capacity", 50, Place.CELL, lambda: t("Capacity and run-out"), build))
