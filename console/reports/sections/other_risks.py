"""The risks that stand in no chapter of a cell: those of the whole estate, and of cells without a chapter."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.report.block import Block
from console.kernel.i18n import t
from console.reports.review_context import ReviewContext
from console.reports.risk import risks
from console.reports.section import SECTIONS, Place, Section
from console.reports.sections.risks import risk_table


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield them, if there are any."""
    rows = [one for one in risks(ctx) if one.cell not in ctx.chapters]
    if rows:
        yield risk_table(rows)


SECTIONS.add(Section("other-risks", 100, Place.ESTATE, lambda: t("Other risks"), build))
