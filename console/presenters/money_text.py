"""Amounts of money as text, always with their currency."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

from console.kernel.i18n import localized
from console.presenters.format import UNKNOWN

_SMALL = 1
_WITHOUT_CENTS = frozenset(("JPY", "KRW", "VND", "CLP", "ISK"))  # ISO 4217: the amounts have no minor unit


def money(amount: float | Decimal | None, currency: str) -> str:
    """Return an amount with its ISO 4217 code: its digits after the point, four when it is below one."""
    if amount is None or (isinstance(amount, float) and not isfinite(amount)):
        return UNKNOWN
    text = f"{amount:,.{money_digits(amount, currency)}f}"
    rounded_away = not text.strip("-0.")  # "-0.0000" looks like a saving
    return f"{localized(text.removeprefix('-') if rounded_away else text)} {currency}"


def money_digits(amount: float | Decimal, currency: str) -> int:
    """Return how many digits an amount has after the point."""
    if amount and -_SMALL < amount < _SMALL:
        return 4
    return 0 if currency in _WITHOUT_CENTS else 2
