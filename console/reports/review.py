"""The review of a month, and the report of a week: the sections that there are, put together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.report_span import SpanKind
from console.kernel.i18n import language, t
from console.presenters.format import local_time
from console.reports.review_context import ReviewContext
from console.reports.section import Place, Section, sections_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.domain.report.block import Block


def review(ctx: ReviewContext, cells: tuple[str, ...] = (), tell: Callable[[int, int], None] | None = None) -> Document:
    """Return the document; ``cells`` (none: all) are the chapters wanted.

    ``tell`` hears how many chapters of how many are done, and may raise to end it.
    """
    chosen = [one for one in ctx.estate.cells if not cells or one.key in cells]
    ctx = replace(ctx, chapters=tuple(one.key for one in chosen))
    chapters: list[tuple[str, ReviewContext, Place]] = [
        (t("Summary for the board"), ctx, Place.BOARD),
        *((one.title or one.key, replace(ctx, cell=one), Place.CELL) for one in chosen),
        (t("The whole estate"), ctx, Place.ESTATE),
        (t("Appendix"), ctx, Place.APPENDIX),
    ]
    blocks: list[Block] = []
    for index, (title, context, place) in enumerate(chapters):
        if tell is not None:
            tell(index, len(chapters))
        blocks += _chapter(title, context, place)
    return Document(
        title=_title(ctx),
        blocks=tuple(blocks),
        language=language(),
        created_s=ctx.views.read_s,
        subtitle=ctx.estate.title or ctx.estate.name,
        facts=_facts(ctx),
        label=t("Lab: simulated data") if ctx.estate.is_lab else "",
    )


def _chapter(title: str, ctx: ReviewContext, place: Place) -> Iterator[Block]:
    yield Heading(title)
    for section in sections_of(place):
        if section.is_weekly or ctx.span.kind is SpanKind.MONTH:
            yield from _section(section, ctx, place)


def _section(section: Section, ctx: ReviewContext, place: Place) -> Iterator[Block]:
    blocks = tuple(section.build(ctx))
    if blocks and place in {Place.CELL, Place.ESTATE}:
        yield Heading(section.title(), 2)
    yield from blocks


def _title(ctx: ReviewContext) -> str:
    if ctx.span.kind is SpanKind.MONTH:
        return t("Capacity review {month}", month=ctx.span.name)
    return t("Scaling indicators {week}", week=ctx.span.name)


def _facts(ctx: ReviewContext) -> tuple[tuple[str, str], ...]:
    return (
        (t("Estate"), ctx.estate.title or ctx.estate.name),
        (t("Period"), f"{local_time(ctx.span.begin_s)} – {local_time(ctx.until_s)}"),
        (t("Data read"), local_time(ctx.views.read_s) if ctx.state.objects or ctx.state.readings else t("never")),
    )
