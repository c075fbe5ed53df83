"""What a user, 1,000 requests and a million tokens cost, with the numbers that they are made of (E4.1, L1.6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.load_course import REQUESTS, TOKENS, USERS
from console.domain.price.course_days import DAY_S
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.budget_rows import RECENT_DAYS
from console.presenters.format import number, significant
from console.presenters.money_text import money
from console.presenters.spend_book import Served
from console.presenters.spend_rows import GroupBy

if TYPE_CHECKING:
    from console.presenters.spend_book import Charge, SpendBook


@dataclass(frozen=True, slots=True)
class UnitCostRow:
    """Of the last complete days of which cost and load are told; ``None`` where a number that it takes is not known.

    ``per_user`` is for a user of a day and a day; ``tokens_cost`` is what calls of models and the services that answer
    them cost. ``made_of`` says the numbers, ``queries`` what was asked for them.
    """

    key: str
    title: str
    currency: str
    days: float
    cost: float
    tokens_cost: float
    served: Served
    per_user: float | None
    per_1000_requests: float | None
    per_million_tokens: float | None
    made_of: str
    queries: tuple[str, ...]

    @property
    def query(self) -> str:
        """Return the queries as one text."""
        return "\n".join(self.queries)


def unit_cost_rows(book: SpendBook, by: GroupBy, now_s: float) -> tuple[UnitCostRow, ...]:
    """Return one row per part, the dearest thousand requests first; what belongs to no part is left out."""
    today_s = now_s // DAY_S * DAY_S
    begin_s = today_s - RECENT_DAYS * DAY_S
    groups: defaultdict[tuple[str, str], list[Charge]] = defaultdict(list)
    for one in book.charges(begin_s, today_s, split=by is GroupBy.SEGMENT):
        key = str(getattr(one, by.value))
        if key and one.cell and not one.is_idle:
            groups[key, one.currency].append(one)
    rows = [_row(book, by, *place, charges, (begin_s, today_s)) for place, charges in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-(row.per_1000_requests or 0.0), row.key)))


def _row(
    book: SpendBook, by: GroupBy, key: str, currency: str, charges: list[Charge], span: tuple[float, float]
) -> UnitCostRow:
    days = _days(book, by, key, charges, span)
    served = _served(book, by, key, days)
    charges = [one for one in charges if _day_of(one) in days]
    cost = sum(one.amount for one in charges)
    answering = book.answering()
    tokens_cost = sum(one.amount for one in charges if (one.cell, one.service) in answering)
    measures = (REQUESTS, TOKENS) if by is GroupBy.SERVICE else (REQUESTS, TOKENS, USERS)
    return UnitCostRow(
        key=key,
        title=key,
        currency=currency,
        days=len(days),
        cost=cost,
        tokens_cost=tokens_cost,
        served=served,
        per_user=_per(cost, served.users, len(days)),
        per_1000_requests=_per(cost, served.requests, 1e-3),
        per_million_tokens=_per(tokens_cost, served.tokens, 1e-6),
        made_of=_made_of(cost, tokens_cost, currency, len(days), served),
        queries=tuple(filter(None, (book.load_query(one) for one in measures))),
    )


def _days(book: SpendBook, by: GroupBy, key: str, charges: list[Charge], span: tuple[float, float]) -> frozenset[float]:
    """Return the days of which both cost and load are told; where those never meet, the ones of the cost."""
    clusters = [one for one in charges if one.source is CostSource.CLUSTERS]
    told = frozenset(_day_of(one) for one in clusters or charges)
    return told & (book.served_days(*span, by.value, key) or told) or told


def _day_of(charge: Charge) -> float:
    return charge.from_s // DAY_S * DAY_S


def _served(book: SpendBook, by: GroupBy, key: str, days: frozenset[float]) -> Served:
    """Return what was served on some days; of users the mean of those that tell them."""
    begins = sorted(one for one in days if one - DAY_S not in days)
    ends = sorted(one + DAY_S for one in days if one + DAY_S not in days)
    spans = list(zip(begins, ends, strict=True))
    parts = [book.served(*one, by.value, key) for one in spans]
    if len(parts) == 1:
        return parts[0]
    users = [(one.users, end - begin) for one, (begin, end) in zip(parts, spans, strict=True) if one.users is not None]
    mean = sum(count * length for count, length in users) / sum(length for _, length in users) if users else None
    requests, failed, tokens = (
        sum(told) if (told := [one for one in column if one is not None]) else None
        for column in zip(*(one[:3] for one in parts), strict=True)
    )
    return Served(requests, failed, tokens, mean)


def _per(cost: float, count: float | None, factor: float) -> float | None:
    return cost / (count * factor) if count and factor else None


def _made_of(cost: float, tokens_cost: float, currency: str, days: int, served: Served) -> str:
    parts = [
        t("{cost} in {days} days", cost=money(cost, currency), days=days),
        t("{count} requests", count=number(served.requests)) if served.requests is not None else "",
        t("{count} users a day", count=number(served.users)) if served.users is not None else "",
        t("{count} million tokens for {cost}", count=significant(served.tokens / 1e6),
          cost=money(tokens_cost, currency)) if served.tokens else "",
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)
