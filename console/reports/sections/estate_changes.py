"""What was changed in the period that belongs to no cell, or to one that is gone."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.report.block import Block
from console.kernel.i18n import t
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section
from console.reports.sections.changes import change_table, changes_of


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the changes, if there are any."""
    cells = {one.key for one in ctx.estate.cells}
    rows = changes_of(ctx, lambda cell: cell not in cells)
    if rows:
        yield from change_table(rows)


SECTIONS.add(Section("estate-changes", 90, Place.ESTATE, lambda: t("Changes beyond the cells"), build))
