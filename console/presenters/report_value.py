"""Values of documents, written exactly as the pages write them."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from console.domain.report.value import Value, ValueKind
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.domain.unit import Unit
from console.presenters.format import duration, local_time, number, percent, quantity
from console.presenters.money_text import money

if TYPE_CHECKING:
    from decimal import Decimal

    from console.presenters.figure import Figure

_KINDS = {Unit.RATIO: ValueKind.PERCENT, Unit.SECONDS: ValueKind.SPAN, Unit.USD: ValueKind.MONEY}


def measured(value: float | None, unit: Unit) -> Value:
    """Return a measurement."""
    return _of_unit(quantity(value, unit), value, unit)


def of_figure(figure: Figure) -> Value:
    """Return a figure of a page, in its words."""
    return _of_unit(figure.text, figure.value, SIGNALS_BY_KEY[figure.key].unit)


def _of_unit(text: str, value: float | None, unit: Unit) -> Value:
    kind = _KINDS.get(unit, ValueKind.NUMBER)
    known = unit.value if kind in {ValueKind.NUMBER, ValueKind.MONEY} and unit is not Unit.COUNT else ""
    return Value(text, _known(value), kind, known)


def counted(value: float | None, digits: int = 0, *, unit: str = "") -> Value:
    """Return a plain number."""
    text = number(value, digits)
    return Value(f"{text} {unit}" if unit and value is not None else text, _known(value), ValueKind.NUMBER, unit)


def share(ratio: float | None) -> Value:
    """Return a ratio in per cent."""
    return Value(percent(ratio), _known(ratio), ValueKind.PERCENT)


def amount(paid: float | Decimal | None, currency: str) -> Value:
    """Return an amount of money."""
    known = paid if not isinstance(paid, float) else _known(paid)
    return Value(money(paid, currency), known, ValueKind.MONEY, currency)


def moment(at_s: float | None) -> Value:
    """Return a moment in the computer's time zone."""
    return Value(local_time(at_s), _known(at_s), ValueKind.MOMENT)


def span(seconds: float | None) -> Value:
    """Return a length of time."""
    return Value(duration(seconds), _known(seconds), ValueKind.SPAN)


def shown(text: str, number_: float | None, unit: str = "") -> Value:
    """Return a number whose words a page has written already."""
    return Value(text, _known(number_), ValueKind.NUMBER, unit)


def _known(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
