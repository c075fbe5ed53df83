"""The objectives that belong to no cell of the estate."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.report.block import Block
from console.kernel.i18n import t
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section
from console.reports.sections.slo import objective_blocks


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield them, if there are any."""
    rows = [one for one in ctx.views.slos if not ctx.cell_called(one.cell)]
    if rows:
        yield from objective_blocks(ctx, rows)


SECTIONS.add(Section("other-objectives", 30, Place.ESTATE, lambda: t("Objectives beyond the cells"), build))
