"""One charge of a bill, and where it belongs."""

from decimal import Context, Decimal
from typing import NamedTuple

EXACT = Context(prec=80)
"""Amounts are added without rounding: cells have at most 40 digits."""


class ChargeKey(NamedTuple):
    """A day (``2026-11-23``, UTC), a currency, and where the money went; empty parts are not told."""

    day: str
    currency: str
    service: str
    region: str
    sub_account: str
    cell: str


class Charge(NamedTuple):
    """One line's money: as billed, and with discounts and prepayments spread over what they pay for."""

    key: ChargeKey
    billed: Decimal
    effective: Decimal
