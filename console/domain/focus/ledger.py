"""Charges added up by day and place, in bounded memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from console.domain.focus.charge import EXACT, Charge, ChargeKey

OTHER = "(other)"
MOST_GROUPS = 50_000


@dataclass(slots=True)
class ChargeSum:
    """Exact sums of the charges of one day and place, and of how many lines."""

    billed: Decimal = Decimal(0)
    effective: Decimal = Decimal(0)
    lines: int = 0

    def add(self, charge: Charge) -> None:
        """Add one charge."""
        self.billed = EXACT.add(self.billed, charge.billed)
        self.effective = EXACT.add(self.effective, charge.effective)
        self.lines += 1


class FocusLedger:
    """Beyond ``MOST_GROUPS`` places the rest of a day is put together as ``(other)``; no amount is lost."""

    def __init__(self, most_groups: int = MOST_GROUPS) -> None:
        self._most = most_groups
        self._sums: dict[ChargeKey, ChargeSum] = {}

    def add(self, charge: Charge) -> None:
        """Add one charge."""
        key = charge.key
        if key not in self._sums and len(self._sums) >= self._most:
            key = ChargeKey(key.day, key.currency, OTHER, "", "", "")
        self._sums.setdefault(key, ChargeSum()).add(charge)

    @property
    def sums(self) -> Mapping[ChargeKey, ChargeSum]:
        """All sums by day and place."""
        return self._sums
