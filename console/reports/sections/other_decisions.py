"""The decisions that stand in no chapter of a cell: those of the whole estate, and of cells without a chapter."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.report.block import Block
from console.kernel.i18n import t
from console.reports.decision import decisions
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section
from console.reports.sections.decisions import decision_table


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield them, if there are any."""
    rows = [one for one in decisions(ctx) if one.cell not in ctx.chapters]
    if rows:
        yield decision_table(rows)


SECTIONS.add(Section("other-decisions", 110, Place.ESTATE, lambda: t("Other decisions asked"), build))
