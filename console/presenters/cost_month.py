"""The running month of everything that is known to cost money: spent, and what it comes to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from console.domain.load_course import MODEL_USD
from console.domain.price.budget_span import budget_span
from console.domain.price.course_days import DAY_S
from console.domain.price.spend_forecast import spend_forecast
from console.estate.schema.money import CostSource
from console.presenters.budget_rows import RECENT_DAYS, recent_cost
from console.presenters.cost_gaps import COSTS, cost_gaps
from console.presenters.spend_book import MODEL_CURRENCY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from console.presenters.edge_cost import EdgeCost
    from console.presenters.spend_book import Charge, SpendBook


class MonthPart(NamedTuple):
    """One bill of the month."""

    source: CostSource
    spent: float
    forecast: float


class CostMonth(NamedTuple):
    """All bills in one ``currency``; ``until_s`` is when clusters and models were last known.

    ``models_since_s`` is since when models are known, where that is not the whole month, ``gaps`` says what else is
    missing: the sums are the least, then.
    """

    currency: str
    parts: tuple[MonthPart, ...]
    until_s: float | None
    models_since_s: float | None = None
    gaps: tuple[str, ...] = ()

    @property
    def is_least(self) -> bool:
        """Return whether more was spent than is known."""
        return self.models_since_s is not None or bool(self.gaps)

    @property
    def spent(self) -> float:
        """Return what was spent so far."""
        return sum(one.spent for one in self.parts)

    @property
    def forecast(self) -> float:
        """Return what the month comes to."""
        return sum(one.forecast for one in self.parts)


def cost_months(book: SpendBook, edge: Sequence[EdgeCost], now: datetime) -> tuple[CostMonth, ...]:
    """Return one month per currency, the largest first: amounts of different currencies are never added."""
    begin, end = budget_span("month", now)
    span = begin.timestamp(), end.timestamp()
    groups: defaultdict[tuple[str, CostSource], list[Charge]] = defaultdict(list)
    for one in book.charges(*span):
        groups[one.currency, one.source].append(one)
    parts: defaultdict[str, list[MonthPart]] = defaultdict(list)
    for (currency, source), charges in groups.items():
        parts[currency].append(_part(book, source, currency, charges, now, span))
    for account in edge:
        parts[account.currency].append(MonthPart(CostSource.EDGE, float(account.so_far), float(account.forecast)))
    until = {currency: max((one.to_s for one in book.charges(*span) if one.currency == currency), default=None)
             for currency in parts}  # fmt: skip
    late_s = book.models_late(span[0])
    months = (
        CostMonth(
            currency,
            tuple(found),
            until[currency],
            late_s if _has_models(found) else None,
            cost_gaps(book, *span, _measures(currency, found)),
        )
        for currency, found in parts.items()
    )
    return tuple(sorted(months, key=lambda one: (-one.spent, one.currency)))


def _measures(currency: str, parts: Sequence[MonthPart]) -> tuple[str, ...]:
    """Return what the sums of a currency are made of; models that are refused have no part, but a currency."""
    measures = (COSTS,) if any(one.source is CostSource.CLUSTERS for one in parts) else ()
    return (*measures, MODEL_USD) if currency == MODEL_CURRENCY else measures


def _has_models(parts: Sequence[MonthPart]) -> bool:
    return any(one.source is CostSource.MODELS for one in parts)


def _part(
    book: SpendBook, source: CostSource, currency: str, charges: list[Charge], now: datetime, span: tuple[float, float]
) -> MonthPart:
    today_s = now.timestamp() // DAY_S * DAY_S
    recent = recent_cost(
        one
        for one in book.charges(today_s - RECENT_DAYS * DAY_S, today_s)
        if one.source is source and one.currency == currency
    )
    until_s = max(one.to_s for one in charges)
    ahead = spend_forecast(sum(one.amount for one in charges), (span[0], until_s, span[1]), recent)
    return MonthPart(source, ahead.spent, ahead.forecast)
