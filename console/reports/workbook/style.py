"""The formats of a workbook's cells; one object per distinct format."""

from __future__ import annotations

import re
from decimal import Decimal
from math import floor, log10
from typing import TYPE_CHECKING, Any

from console.domain.report.value import Value, ValueKind
from console.kernel.i18n import language
from console.presenters.format import percent_digits
from console.presenters.money_text import money_digits
from console.reports.health_mark import MARKS, TOKENS
from console.reports.svg.palette import colour

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_MOST_DIGITS = 15
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
            look |= {"num_format": _marked(value), "align": "right", "text_wrap": False}
        elif is_right:
            look["align"] = "right"
        return self.of(**look)


def _marked(value: Value) -> str:
    """Return the number format with the mark of the value's health in front, also of a number below zero."""
    plain = number_format(value)
    if value.health is None:
        return plain
    mark = f'"{MARKS[value.health]} "'
    return f"{mark}{plain};{mark}-{plain}"


def number_format(value: Value) -> str:
    """Return the number format; units that are not plain text are left out."""
    number = float(value.number or 0)
    if value.kind is ValueKind.PERCENT:
        return f"{_digits(0 if number in {0.0, 1.0} else percent_digits(number))} %"
    if value.kind is ValueKind.MOMENT:
        return f"{day_format()} hh:mm:ss"
    if value.kind is ValueKind.SPAN:
        return f'{"#,##0" if number.is_integer() else "#,##0.0" + "#" * (max(3, _significant(number)) - 1)} "s"'
    if value.kind is ValueKind.MONEY:
        least = 0 if value.text.endswith(value.unit) else _significant(number)  # the words of an amount, or of a signal
        digits = _digits(max(money_digits(number, value.unit), least))
        return f'{digits} "{value.unit}"' if _CURRENCY.fullmatch(value.unit) else digits
    digits = _digits(0 if number.is_integer() else _percent_digits(number) if value.unit == "%" else _usual(number))
    return f'{digits} "{value.unit}"' if _PLAIN_UNIT.fullmatch(value.unit) else digits


def _usual(number: float) -> int:
    return 2 if abs(number) >= 1 else max(4, _significant(number))


def _percent_digits(number: float) -> int:
    """Return the digits of per cents: no goal is rounded up to the whole, none has more digits than were written."""
    return min(max(_usual(number), percent_digits(number / 100)), -int(Decimal(str(number)).as_tuple().exponent))


def _significant(number: float) -> int:
    """Return how many digits after the point show three that count of a number below one."""
    return min(_MOST_DIGITS, 2 - floor(log10(abs(number)))) if 0 < abs(number) < 1 else 0


def _digits(after: int) -> str:
    return "#,##0" + ("." + "0" * after if after else "")


def written_number(value: Value) -> float:
    """Return the number of a cell: zero for one below it that is rounded away, as the page writes it without a sign."""
    number = float(value.number or 0)
    shown = number * 100 if value.kind is ValueKind.PERCENT else number
    after = re.split('[ "]', number_format(value))[0].partition(".")[2]
    return 0.0 if number < 0 and "-" not in value.text and not round(shown, len(after)) else number


def day_format() -> str:
    """Return the number format of a day, as the pages write it; a workbook's other signs are its reader's own."""
    return "yyyy/mm/dd" if language() == "ja" else "yyyy-mm-dd"
