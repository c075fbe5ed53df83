"""Markdown that reads well on any forge; charts become a sentence and a small table."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.report.block import Block
from console.domain.report.bullet_list import BulletList
from console.domain.report.callout import Callout
from console.domain.report.chart import Chart, ChartKind, ChartSeries
from console.domain.report.code import Code
from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigures
from console.domain.report.paragraph import Paragraph
from console.domain.report.quote import Quote
from console.domain.report.table import Table
from console.domain.report.value import as_value
from console.kernel.i18n import t
from console.presenters.format import local_minute, significant
from console.reports.chapter import chapters
from console.reports.health_mark import marked
from console.reports.markdown_text import fenced, inline
from console.reports.renderer import RENDERERS, Renderer


def render_markdown(document: Document) -> bytes:
    """Return the file."""
    parts = [f"# {inline(document.title)}"]
    parts += [f"**{inline(document.label)}**"] if document.label else []
    parts += [inline(document.subtitle)] if document.subtitle else []
    facts = [f"- {inline(name)}: {inline(text)}" for name, text in document.facts]
    parts += ["\n".join(facts)] if facts else []
    for chapter in chapters(document):
        parts += [f"## {inline(chapter.title)}"] if chapter.title else []
        parts += [text for one in chapter.blocks if (text := _block(one))]
    parts.append(f"*{local_minute(document.created_s)}*")
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * min(block.level + 1, 6)} {inline(block.text)}"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, KeyFigures):
        rows = [(one.label, marked(as_value(one.value).text, one.health), one.note) for one in block.figures]
        return _grid(("", "", ""), (False, True, False), rows)
    if isinstance(block, Chart):
        return _chart(block)
    return _text(block)


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return "\n\n".join(inline(one) for one in block.text.split("\n") if one.strip())
    if isinstance(block, BulletList):
        return "\n".join(
            f"{f'{index}.' if block.is_numbered else '-'} {inline(one)}" for index, one in enumerate(block.items, 1)
        )
    if isinstance(block, Callout):
        title = f"**{inline(block.title)}** " if block.title else ""
        return f"> {title}{inline(block.text)}"
    if isinstance(block, Quote):
        return f"> {inline(block.text)}" + (f"\n>\n> {inline(block.source)}" if block.source else "")
    return fenced(block.text, block.language) if isinstance(block, Code) else ""


def _table(block: Table) -> str:
    caption = f"**{inline(block.caption)}**\n\n" if block.caption else ""
    if not block.rows:
        return inline(block.empty)
    rows = [tuple(marked(as_value(one).text, as_value(one).health) for one in row) for row in block.rows]
    return caption + _grid([one.title for one in block.columns], [one.is_right for one in block.columns], rows)


def _grid(titles: Sequence[str], is_right: Sequence[bool], rows: Sequence[Sequence[str]]) -> str:
    lines = [titles, *rows]
    texts = [f"| {' | '.join(inline(one, begins_line=False) for one in line)} |" for line in lines]
    texts.insert(1, f"| {' | '.join('---:' if right else '---' for right in is_right)} |")
    return "\n".join(texts)


def _chart(chart: Chart) -> str:
    head = f"**{inline(chart.title)}**\n\n{inline(chart.summary)}"
    if chart.kind is ChartKind.BUDGET:
        return f"{head}\n\n{_bars(chart)}"
    rows = [row for one in chart.series if (row := _course(chart, one))]
    rows += [(one.title, *["" for _ in range(3)], f"{significant(one.value)} {chart.unit}") for one in chart.limits]
    if not rows:
        return head
    titles = ("", t("First"), t("Lowest"), t("Highest"), t("Last"))
    return f"{head}\n\n{_grid(titles, (False, True, True, True, True), rows)}"


def _bars(chart: Chart) -> str:
    """Return a line for each category: what has no order in time has no first and no last."""
    known = [{round(at): value for at, value in one.points} for one in chart.series]
    rows = [(name, *(_amount(chart, one.get(at)) for one in known)) for at, name in enumerate(chart.categories)]
    return _grid(("", *(one.title for one in chart.series)), (False, *(True for _ in chart.series)), rows)


def _amount(chart: Chart, value: float | None) -> str:
    return "" if value is None else f"{significant(value)} {chart.unit}".rstrip()


def _course(chart: Chart, series: ChartSeries) -> tuple[str, ...]:
    known = [value for _, value in series.points if value is not None]
    if not known:
        return ()
    ends = known[0], min(known), max(known), known[-1]
    return series.title, *(_amount(chart, one) for one in ends)


RENDERERS.add(Renderer("md", lambda: t("Markdown"), render_markdown))
