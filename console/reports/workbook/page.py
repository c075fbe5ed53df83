"""One sheet: blocks below one another, tables with real numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.report.bullet_list import BulletList
from console.domain.report.callout import Callout
from console.domain.report.chart import Chart
from console.domain.report.code import Code
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigures
from console.domain.report.paragraph import Paragraph
from console.domain.report.quote import Quote
from console.domain.report.table import Table
from console.domain.report.value import Value, ValueKind, as_value
from console.presenters.format import local_minute
from console.reports.health_mark import TONES, marked
from console.reports.svg.canvas import text_width
from console.reports.svg.palette import colour
from console.reports.workbook.style import written_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from console.domain.report.block import Block
    from console.domain.report.document import Document
    from console.reports.chapter import Chapter
    from console.reports.workbook.chart_sheet import ChartSheet
    from console.reports.workbook.style import Styles

_CHARACTER = 6.6  # pixels of a column's unit at 11 points
_LEAST, _MOST = 10.0, 58.0
_TEXT_COLUMNS = 7  # what texts are merged over
_MOST_TEXT = 32_000  # of a cell: Excel refuses more than 32,767
_ROW_HEIGHT = 15.0
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial days count in local time
_LAST_DAY = 2_958_465.0


class SheetPage:
    """Writes from top to bottom; columns become as wide as what stands in them."""

    def __init__(self, sheet: Worksheet, styles: Styles, charts: ChartSheet, document: Document) -> None:
        self._sheet, self._styles, self._charts = sheet, styles, charts
        self._row = 0
        self._widths: dict[int, float] = dict.fromkeys(range(_TEXT_COLUMNS), 14.0)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        if document.label:
            self._text(document.label, bold=True, font_color=colour("warning"), bg_color=colour("warning_soft"))
            self._row += 1

    def title(self, document: Document, linked: Sequence[tuple[str, Chapter]]) -> None:
        """Write the document's title, its facts, and links to the other sheets."""
        self._text(document.title, bold=True, font_size=18)
        if document.subtitle:
            self._text(document.subtitle, font_color=colour("muted"))
        for name, text in (*document.facts, ("", local_minute(document.created_s))):
            self._sheet.write_string(self._row, 0, name, self._styles.of(font_color=colour("muted")))
            self._sheet.write_string(self._row, 1, text, self._styles.of())
            self._row += 1
        for name, chapter in linked:
            place = "internal:'{}'!A1".format(name.replace("'", "''"))
            self._sheet.write_url(self._row, 0, place, self._styles.of(font_color=colour("accent")), chapter.title)
            self._row += 1
        self._row += 1

    def chapter(self, chapter: Chapter) -> None:
        """Write a chapter."""
        if chapter.title:
            self._text(chapter.title, bold=True, font_size=15)
            self._row += 1
        for block in chapter.blocks:
            self._block(block)
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, width)

    def _block(self, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, KeyFigures):
            self._figures(block)
        elif isinstance(block, Chart):
            self._row = self._charts.add(block, self._sheet, self._row)
        elif isinstance(block, Heading):
            self._row += 1
            self._text(block.text, bold=True, font_size=13 if block.level == 2 else 11)
        else:
            self._words(block)
            self._row += 1

    def _words(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._text(block.text, **({"font_color": colour("muted")} if block.is_muted else {}))
        elif isinstance(block, Callout):
            token = TONES[block.tone]
            text = f"{block.title}: {block.text}" if block.title else block.text
            self._text(text, bold=True, font_color=colour(token), bg_color=colour(f"{token}_soft"))
        elif isinstance(block, BulletList):
            for index, one in enumerate(block.items, 1):
                self._text(f"{f'{index}.' if block.is_numbered else '•'} {one}")
        elif isinstance(block, Quote):
            self._text(f"{block.text}\n{block.source}".rstrip(), italic=True)
        elif isinstance(block, Code):
            self._text(block.text, font_name="Consolas", bg_color=colour("sunken"))

    def _text(self, text: str, **look: object) -> None:
        """Write a text over several columns, as high as its lines need."""
        shown = text[:_MOST_TEXT]
        style = self._styles.of(text_wrap=True, **look)
        self._sheet.merge_range(self._row, 0, self._row, _TEXT_COLUMNS - 1, "", style)
        self._sheet.write_string(self._row, 0, shown, style)
        room = _TEXT_COLUMNS * 14.0 * _CHARACTER
        size = look.get("font_size", 11)
        lines = sum(1 + int(text_width(line, 11.5) // room) for line in shown.split("\n"))
        self._sheet.set_row(self._row, min(lines * _ROW_HEIGHT * (float(str(size)) / 11), 400))
        self._row += 1

    def _figures(self, block: KeyFigures) -> None:
        for one in block.figures:
            value = as_value(one.value)
            self._sheet.write_string(
                self._row, 0, one.label, self._styles.of(font_color=colour("muted"), text_wrap=True)
            )
            judged = Value(value.text, value.number, value.kind, value.unit, one.health)
            self._value(1, judged, is_right=False, is_bold=True)
            self._sheet.write_string(self._row, 2, one.note, self._styles.of(font_color=colour("muted")))
            self._widths[0] = max(self._widths[0], 26.0)
            self._row += 1
        self._row += 1

    def _table(self, block: Table) -> None:
        if block.caption:
            self._text(block.caption, bold=True)
        if not block.rows:
            self._text(block.empty, font_color=colour("muted"))
            self._row += 1
            return
        for index, one in enumerate(block.columns):
            side = {"align": "right"} if one.is_right else {}
            head = self._styles.of(bold=True, bg_color=colour("sunken"), text_wrap=True, **side)
            self._sheet.write_string(self._row, index, one.title, head)
            self._widen(index, one.title)
        self._row += 1
        for row in block.rows:
            for index, shown in enumerate(row):
                self._value(index, as_value(shown), is_right=block.columns[index].is_right)
            self._row += 1
        self._row += 1

    def _value(self, column: int, value: Value, *, is_right: bool, is_bold: bool = False) -> None:
        style = self._styles.of_value(value, is_right=is_right, bold=is_bold)
        self._widen(column, marked(value.text, value.health))
        if value.number is None:
            self._sheet.write_string(self._row, column, marked(value.text, value.health)[:_MOST_TEXT], style)
        elif value.kind is ValueKind.MOMENT:
            self._moment(column, value, style)
        else:
            self._sheet.write_number(self._row, column, written_number(value), style)

    def _moment(self, column: int, value: Value, style: object) -> None:
        days = _serial(float(value.number or 0))
        if days is None:
            self._sheet.write_string(self._row, column, value.text, style)
        else:
            self._sheet.write_number(self._row, column, days, style)

    def _widen(self, column: int, text: str) -> None:
        longest = max((text_width(line, 11) for line in text.split("\n")), default=0.0) / _CHARACTER + 2
        self._widths[column] = max(self._widths.get(column, _LEAST), min(longest, _MOST))


def _serial(at_s: float) -> float | None:
    """Return a moment as a spreadsheet counts it (days, local time); ``None`` outside its years."""
    try:
        local = datetime.fromtimestamp(at_s, UTC).astimezone().replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
    days = (local - _EPOCH).total_seconds() / 86_400
    return days if 1 <= days < _LAST_DAY else None
