"""How a cell is: its lead figures, and why it is not well."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.health import Health
from console.domain.report.block import Block
from console.domain.report.bullet_list import BulletList
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.paragraph import Paragraph
from console.kernel.i18n import t
from console.presenters.cell_head import cell_head
from console.presenters.figure import Figure
from console.presenters.health_word import health_word
from console.presenters.report_value import of_figure
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the state of the chapter's cell."""
    head = cell_head(ctx.state, ctx.here)
    yield Paragraph(" · ".join(head.facts), is_muted=True)
    state = KeyFigure(t("State"), health_word(head.health), _moment(ctx), head.health)
    yield KeyFigures((state, *(_figure(one) for one in head.figures)))
    if head.reasons or head.flags:
        yield BulletList((*head.reasons, *head.flags))
    for one in head.figures:
        if one.evidence is not None:
            ctx.cite(one.label, one.evidence.query)


def _moment(ctx: ReviewContext) -> str:
    """What is shown now is not what was at the end of a month that is over."""
    return t("when the data was read, not in {span}", span=ctx.span.name) if ctx.is_over else ""


def _figure(one: Figure) -> KeyFigure:
    health = None if one.severity is Health.OK else one.severity
    return KeyFigure(one.label, of_figure(one), one.meaning.partition("\n")[0], health)


SECTIONS.add(Section("cell-state", 10, Place.CELL, lambda: t("State"), build))
