"""The formats of a workbook's cells; one object per distinct format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from console.domain.report.value import Value, ValueKind
from console.kernel.i18n import language
from console.reports.health_mark import TOKENS
from console.reports.svg.palette import colour

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_CURRENCY = re.compile(r"[A-Z]{3}")
_PLAIN_UNIT = re.compile(r'[^"\\\x00-\x1f]{1,20}')


class Styles:
    """Formats by their properties, made when they are first needed."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """Return the format with these properties of XlsxWriter; all are top aligned."""
        wanted = {"valign": "top", **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def of_value(self, value: Value, *, is_right: bool, **more: Any) -> Format:
        """Return the format of a value: its number as the page writes it, the colour of its health."""
        look: dict[str, Any] = {"text_wrap": True, "bottom": 1, "bottom_color": colour("border"), **more}
        if value.health is not None:
            look["font_color"] = colour(TOKENS[value.health])
        if value.number is not None:
            look |= {"num_format": number_format(value), "align": "right", "text_wrap": False}
        elif is_right:
            look["align"] = "right"
        return self.of(**look)


def number_format(value: Value) -> str:
    """Return the number format; units that are not plain text are left out."""
    if value.kind is ValueKind.PERCENT:
        return "0.000 %" if 0.99 <= abs(float(value.number or 0)) < 1 else "0.00 %"
    if value.kind is ValueKind.MOMENT:
        return f"{day_format()} hh:mm:ss"
    if value.kind is ValueKind.SPAN:
        return '#,##0.### "s"'
    if value.kind is ValueKind.MONEY:
        digits = "0.0000" if abs(float(value.number or 0)) < 1 and value.number else "#,##0.00"
        return f'{digits} "{value.unit}"' if _CURRENCY.fullmatch(value.unit) else digits
    size = abs(float(value.number or 0))
    digits = "#,##0" if float(value.number or 0).is_integer() else ("#,##0.00" if size >= 1 else "0.0000")
    return f'{digits} "{value.unit}"' if _PLAIN_UNIT.fullmatch(value.unit) else digits


def day_format() -> str:
    """Return the number format of a day, as the pages write it; a workbook's other signs are its reader's own."""
    return "yyyy/mm/dd" if language() == "ja" else "yyyy-mm-dd"
