"""The game days of the period, and the incidents that belong to no cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from console.domain.report.block import Block
from console.domain.report.heading import Heading
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.kernel.i18n import t
from console.presenters.game_days.game_rows import GameRow, game_rows
from console.presenters.report_value import counted
from console.reports.missing import unread
from console.reports.review_context import ReviewContext
from console.reports.review_facts import GAMES
from console.reports.section import SECTIONS, Place, Section
from console.reports.sections.incidents import cell_name, incident_table, incidents_of


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield game days and incidents of the estate."""
    yield from _incidents(ctx)
    rows = [one for one in game_rows(ctx.facts.games) if ctx.span.begin_s <= one.begun_s < ctx.span.end_s]
    if not rows and GAMES in ctx.facts.unread:
        yield unread()
        return
    if not rows:
        yield Paragraph(t("No game day was held in {span}.", span=ctx.span.name))
        return
    columns = (
        Column(t("Begun")), Column(t("Fault")), Column(t("State")), Column(t("Score"), is_right=True),
        Column(t("Healed after"), is_right=True), Column(t("By")),
    )  # fmt: skip
    yield Table(columns, tuple(_row(one) for one in rows), t("Game days"))


def _row(row: GameRow) -> tuple[Value | str, ...]:
    points = Value(row.score, counted(row.points).number)
    return row.begun, row.fault, Value(row.word, health=row.health), points, row.took, row.actor


def _incidents(ctx: ReviewContext) -> Iterator[Block]:
    cells = {name for one in ctx.estate.cells for name in (one.key, one.selectors.metrics_cell or one.key)}
    found = [one for one in incidents_of(ctx) if cell_name(one) not in cells]
    if found:
        yield Heading(t("Incidents beyond the cells"), 3)
        yield from incident_table(ctx, found)


SECTIONS.add(Section("game-days", 50, Place.ESTATE, lambda: t("Incidents and game days"), build))
