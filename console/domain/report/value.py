"""One value of a document: the words that are shown, and the number that a spreadsheet computes with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from console.domain.health import Health


class ValueKind(StrEnum):
    """What the number of a value is."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    MOMENT = "moment"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Value:
    """``text`` is shown as it is, never interpreted. ``number`` (``None``: unknown, or a text) in its base unit.

    A ratio for ``PERCENT``, unix seconds for ``MOMENT``, seconds for ``SPAN``; ``unit`` is the currency of
    ``MONEY`` (ISO 4217) and the unit of a ``NUMBER``.
    """

    text: str
    number: float | Decimal | None = None
    kind: ValueKind = ValueKind.TEXT
    unit: str = ""
    health: Health | None = None


def as_value(shown: Value | str) -> Value:
    """Return a plain text as the value it is."""
    return Value(shown) if isinstance(shown, str) else shown
