"""Amounts of money as text, always with their currency."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

from console.presenters.format import UNKNOWN

_SMALL = 1


def money(amount: float | Decimal | None, currency: str) -> str:
    """Return an amount with its ISO 4217 code: two digits after the point, four when it is below one."""
    if amount is None or (isinstance(amount, float) and not isfinite(amount)):
        return UNKNOWN
    digits = 4 if amount and -_SMALL < amount < _SMALL else 2
    text = f"{amount:,.{digits}f}"
    rounded_away = not text.strip("-0.")  # "-0.0000" looks like a saving
    return f"{text.removeprefix('-') if rounded_away else text} {currency}"
