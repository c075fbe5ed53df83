"""How mature the scaling of a cell is, from evidence, and what is missing for more."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.health import Health
from console.domain.report.block import Block
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.kernel.i18n import t
from console.presenters.maturity.maturity_rows import CriterionRow, maturity_rows
from console.reports.missing import missing
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section

_HEALTH = {True: Health.OK, False: Health.WARNING, None: Health.UNKNOWN}


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the level and what is missing."""
    rows = maturity_rows(ctx.views.capacity, ctx.views.maturity, ctx.facts.weeks)
    row = next((one for one in rows if one.cell == ctx.here.key), None)
    if row is None:
        yield missing(t("Nothing is known of this cell's maturity."))
        return
    yield KeyFigures((
        KeyFigure(t("Maturity"), f"{row.level} {row.word}", row.trend, row.health),
        KeyFigure(t("Criteria met"), row.met, row.next_step and t("next: {step}", step=row.next_step)),
    ))  # fmt: skip
    columns = (Column(t("Level"), share=0.08), Column(t("Criterion"), share=0.34), Column(t("State"), share=0.16),
               Column(t("Evidence"), share=0.42))  # fmt: skip
    yield Table(columns, tuple(_row(one) for one in row.criteria if not one.met), empty=t("Every criterion is met."))


def _row(one: CriterionRow) -> tuple[Value | str, ...]:
    return one.level, one.title, Value(one.verdict, health=_HEALTH[one.met]), one.evidence


SECTIONS.add(Section("maturity", 80, Place.CELL, lambda: t("Maturity"), build, is_weekly=False))
