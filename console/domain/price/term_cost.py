"""What one term of a price book costs in a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class TermCost:
    """``priced`` is the amount by the price, ``amount`` what is charged today; ``None`` where the use is not known.

    ``included`` is ``None`` for a fixed amount.
    """

    key: str
    used: Decimal | None
    included: Decimal | None
    priced: Decimal | None
    amount: Decimal | None

    @property
    def free_share(self) -> Decimal | None:
        """Return how much of what is included is used (1 = all), ``None`` where nothing is, or nobody knows."""
        return self.used / self.included if self.used is not None and self.included else None


def charged(costs: Iterable[TermCost]) -> Decimal:
    """Return the sum of what is known to be charged."""
    return sum((one.amount for one in costs if one.amount is not None), Decimal(0))
