"""CSV for programs: one line per value, with the chapter and the table that it is in; nothing can be a formula."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from console.domain.report.block import Block
from console.domain.report.bullet_list import BulletList
from console.domain.report.callout import Callout
from console.domain.report.chart import Chart
from console.domain.report.code import Code
from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigures
from console.domain.report.paragraph import Paragraph
from console.domain.report.quote import Quote
from console.domain.report.table import Table
from console.domain.report.value import Value, as_value
from console.kernel.csv_text import csv_text
from console.kernel.i18n import t
from console.reports.chapter import chapters
from console.reports.renderer import RENDERERS, Renderer

TITLES = ("chapter", "section", "block", "row", "column", "text", "number", "unit")
_Line = tuple[object, ...]
_NAMES: dict[type[Block], str] = {
    BulletList: "list", Callout: "callout", Paragraph: "paragraph", Code: "code", Quote: "quote"
}  # fmt: skip


def render_csv(document: Document) -> bytes:
    """Return UTF-8 with the mark that spreadsheets know it by, and stable English column names."""
    lines: list[_Line] = [("", "", "title", 1, "", *_value(document.title))]
    if document.label:
        lines.append(("", "", "label", 1, "", *_value(document.label)))
    lines += [("", "", "fact", index, name, *_value(text)) for index, (name, text) in enumerate(document.facts, 1)]
    for chapter in chapters(document):
        section = ""
        for block in chapter.blocks:
            section = block.text if isinstance(block, Heading) else section
            lines += [(chapter.title, section, *one) for one in _lines(block)]
    return csv_text(TITLES, lines).encode("utf-8-sig")


def _value(shown: Value | str) -> _Line:
    value = as_value(shown)
    number = "" if value.number is None else value.number
    return value.text, number if isinstance(number, float | int) else str(number), value.unit


def _lines(block: Block) -> Iterator[_Line]:
    """Yield block, row, column, text, number and unit."""
    if isinstance(block, Table):
        for index, row in enumerate(block.rows, 1):
            for column, shown in zip(block.columns, row, strict=True):
                yield (block.caption or "table", index, column.title, *_value(shown))
    elif isinstance(block, KeyFigures):
        for index, one in enumerate(block.figures, 1):
            yield ("figure", index, one.label, *_value(one.value))
            if one.note:
                yield ("note", index, one.label, *_value(one.note))
    elif isinstance(block, Chart):
        yield from _points(block)
    else:
        yield from ((_NAMES[type(block)], index, "", *_value(text)) for index, text in _texts(block))


def _points(chart: Chart) -> Iterator[_Line]:
    block = f"chart {chart.title}"
    yield (block, "", "", *_value(chart.summary))
    for series in chart.series:
        for at, value in series.points:
            if value is not None:
                yield (block, _place(chart, at), series.title, "", value, chart.unit)
    for band in chart.bands:
        for at, low, high in band.points:
            yield (block, _place(chart, at), f"{band.title} ↓", "", low, chart.unit)
            yield (block, _place(chart, at), f"{band.title} ↑", "", high, chart.unit)
    for limit in chart.limits:
        yield (block, "", limit.title, "", limit.value, chart.unit)
    for moment in chart.moments:
        yield (block, _place(chart, moment.at_s), moment.title, "", "", "")


def _place(chart: Chart, at: float) -> str:
    """Return the name of a bar, or the moment of a point with its distance from UTC."""
    return chart.categories[int(at)] if chart.categories else _iso(at)


def _iso(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).astimezone().isoformat(timespec="seconds")


def _texts(block: Block) -> Iterator[tuple[int, str]]:
    if isinstance(block, BulletList):
        yield from enumerate(block.items, 1)
    elif isinstance(block, Callout):
        yield 1, f"{block.title}: {block.text}" if block.title else block.text
    elif isinstance(block, Paragraph | Code):
        yield 1, block.text
    elif isinstance(block, Quote):
        yield 1, f"{block.text} ({block.source})" if block.source else block.text


RENDERERS.add(Renderer("csv", lambda: t("CSV, one line per value"), render_csv))
