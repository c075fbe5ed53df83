"""A price book: dated prices with their sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from console.domain.price.price_term import PriceTerm
from console.domain.price.term_cost import TermCost


@dataclass(frozen=True, slots=True)
class PriceBook:
    """``as_of`` is the day (``YYYY-MM-DD``) on which the prices were looked up in ``sources``."""

    key: str
    currency: str
    as_of: str
    sources: tuple[str, ...]
    terms: tuple[PriceTerm, ...]

    def month(self, used: Mapping[str, Decimal]) -> tuple[TermCost, ...]:
        """Return what a month costs term by term; ``used`` is by measure, and what is absent is not known."""
        return tuple(_cost(term, used.get(term.measure)) for term in self.terms)


def _cost(term: PriceTerm, used: Decimal | None) -> TermCost:
    priced = term.amount(used)
    amount = priced if term.is_billed or priced is None else Decimal(0)
    return TermCost(term.key, used, term.included if term.measure else None, priced, amount)
