"""One line of a price book, and what use of it costs."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True, slots=True)
class PriceTerm:
    """``price`` for each ``per`` of ``measure`` (``product.measure``) beyond what is ``included`` in a month.

    An empty ``measure`` is a fixed amount. ``rounds_up``: use counts in whole units of ``per``. Not
    ``is_billed``: there is a price, but the provider does not charge it today.
    """

    key: str
    measure: str
    price: Decimal
    per: Decimal
    included: Decimal
    rounds_up: bool
    is_billed: bool

    def amount(self, used: Decimal | None) -> Decimal | None:
        """Return what a month's use costs by the price, ``None`` when the use is not known."""
        if not self.measure:
            return self.price
        if used is None:
            return None
        counted = (used / self.per).to_integral_value(ROUND_CEILING) * self.per if self.rounds_up else used
        return max(Decimal(0), counted - self.included) / self.per * self.price
