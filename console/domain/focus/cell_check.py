"""Whether a cell of a FOCUS file holds what its column promises."""

import functools
import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from console.domain.focus.column import ColumnType, FocusColumn
from console.kernel.i18n import t

Check = Callable[[str], str]
"""Returns what is wrong with a text that is not empty, or an empty text."""

_DECIMAL = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LOOSE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-]00:?00| UTC)")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LONGEST = 40
_SHOWN = 5


def check_of(column: FocusColumn) -> Check | None:
    """Return the check of a column, ``None`` when any text will do."""
    if column.values:
        return _one_of(column.values)
    checks: dict[ColumnType, Check] = {
        ColumnType.DECIMAL: _not_below(column.least),
        ColumnType.TIME: _time,
        ColumnType.CURRENCY: _currency,
        ColumnType.JSON: _object,
    }
    return checks.get(column.type)


def amount_of(text: str) -> Decimal:
    """Return the exact number of a decimal cell; raise ``ValueError`` for anything else."""
    if len(text) > _LONGEST or not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


@functools.lru_cache(maxsize=4096)
def time_of(text: str) -> str:
    """Return a UTC time in the form that the format asks for; empty where it is not certain which one is meant.

    Exports leave out the seconds, or tell fractions of them or the zone as an offset.
    """
    found = _LOOSE_TIME.fullmatch(text)
    exact = f"{found[1]}T{found[2]}:{found[3] or '00'}Z" if found is not None else ""
    return "" if _time(exact) else exact


def object_of(text: str) -> dict[str, object]:
    """Return the flat JSON object of a cell; raise ``ValueError`` for anything else."""
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError(text) from None
    if not isinstance(found, dict) or any(isinstance(value, (dict, list)) for value in found.values()):
        raise ValueError(text)
    return found


def _one_of(values: tuple[str, ...]) -> Check:
    known = frozenset(values)
    shown = ", ".join(values[:_SHOWN]) + ("…" if len(values) > _SHOWN else "")

    def check(text: str) -> str:
        return "" if text in known else t("It is none of the allowed values ({values}).", values=shown)

    return check


def _not_below(least: int | None) -> Check:
    def check(text: str) -> str:
        try:
            amount = amount_of(text)
        except ValueError:
            return t("It is not a decimal number such as 12.5 or 1E-3.")
        if least is not None and amount < least:
            return t("It must not be below {least}.", least=least)
        return ""

    return check


def _time(text: str) -> str:
    if _TIME.fullmatch(text):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return ""
    return t("It is not a UTC time such as 2026-11-01T00:00:00Z.")


def _currency(text: str) -> str:
    return "" if _CURRENCY.fullmatch(text) else t("It is not a currency such as USD.")


def _object(text: str) -> str:
    try:
        object_of(text)
    except ValueError:
        return t("It is not a flat JSON object such as {example}.", example='{"cell": "tokyo"}')
    return ""
