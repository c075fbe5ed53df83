"""The risks of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from console.domain.report.block import Block
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.kernel.i18n import t
from console.reports.judged import judged
from console.reports.review_context import ReviewContext
from console.reports.risk import Risk, risks
from console.reports.section import SECTIONS, Place, Section


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the risks of the chapter's cell."""
    rows = [one for one in risks(ctx) if one.cell == ctx.here.key]
    yield risk_table(rows) if rows else Paragraph(t("Nothing that the console knows of is a risk here."))


def risk_table(rows: Sequence[Risk]) -> Table:
    """Return risks as a table."""
    cells = tuple((judged(one.health), one.text, one.evidence) for one in rows)
    return Table((Column(t("State")), Column(t("Risk")), Column(t("Evidence"))), cells)


SECTIONS.add(Section("risks", 130, Place.CELL, lambda: t("Risks"), build))
