"""What is asked to be decided for a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from console.domain.report.block import Block
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.kernel.i18n import t
from console.reports.decision import Decision, decisions
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the decisions of the chapter's cell."""
    rows = [one for one in decisions(ctx) if one.cell == ctx.here.key]
    yield decision_table(rows) if rows else Paragraph(t("Nothing is asked to be decided here."))


def decision_table(rows: Sequence[Decision]) -> Table:
    """Return decisions as a numbered table with room for what was decided."""
    # Reasons are the longest: with room for them five decisions leave the board's page room for the cells.
    columns = (Column("", share=0.05), Column(t("Decision asked"), share=0.37), Column(t("Why"), share=0.46),
               Column(t("Decided"), share=0.12))  # fmt: skip
    return Table(columns, tuple((str(index), one.text, one.why, "") for index, one in enumerate(rows, 1)))


SECTIONS.add(Section("decisions", 140, Place.CELL, lambda: t("Decisions asked"), build))
