"""What a user, 1,000 requests and a million tokens cost, with the numbers that they are made of (E4.1, L1.6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.load_course import REQUESTS, TOKENS, USERS
from console.domain.price.course_days import DAY_S
from console.kernel.i18n import t
from console.presenters.budget_rows import RECENT_DAYS
from console.presenters.format import number, significant
from console.presenters.money_text import money
from console.presenters.spend_rows import GroupBy

if TYPE_CHECKING:
    from console.presenters.spend_book import Charge, Served, SpendBook


@dataclass(frozen=True, slots=True)
class UnitCostRow:
    """Of the last complete days, in ``currency``; ``None`` where a number that it takes is not known.

    ``per_user`` is for a user of a day and a day; ``tokens_cost`` is what calls of models and the services that answer
    them cost. ``made_of`` says the numbers, ``query`` what was asked for them.
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
    query: str


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
    served = book.served(*span, by.value, key)
    days = len({one.from_s for one in charges})
    cost = sum(one.amount for one in charges)
    answering = book.answering()
    tokens_cost = sum(one.amount for one in charges if (one.cell, one.service) in answering)
    measures = (REQUESTS, TOKENS) if by is GroupBy.SERVICE else (REQUESTS, TOKENS, USERS)
    return UnitCostRow(
        key=key,
        title=key,
        currency=currency,
        days=days,
        cost=cost,
        tokens_cost=tokens_cost,
        served=served,
        per_user=_per(cost, served.users, days),
        per_1000_requests=_per(cost, served.requests, 1e-3),
        per_million_tokens=_per(tokens_cost, served.tokens, 1e-6),
        made_of=_made_of(cost, tokens_cost, currency, days, served),
        query="\n".join(filter(None, (book.load_query(one) for one in measures))),
    )


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
