"""The month at the edge by two price books: so far, at the month's end, what is free, and what differs why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from console.domain.edge.edge_store import D1, EdgeStore
from console.domain.edge.edge_usage import EdgeUsage
from console.domain.price.edge_month import edge_month
from console.domain.price.edge_saving import edge_savings
from console.domain.price.term_cost import charged
from console.kernel.i18n import t
from console.presenters.format import month_text
from console.presenters.price_reason import price_reason

if TYPE_CHECKING:
    from console.domain.price.edge_month import EdgeMonth
    from console.domain.price.edge_saving import EdgeSaving
    from console.domain.price.price_book import PriceBook
    from console.domain.price.term_cost import TermCost
    from console.store.state import State

USAGE, STORES = "edge-usage", "edge-stores"


@dataclass(frozen=True, slots=True)
class EdgeTermRow:
    """One term of the month; use and amounts are ``None`` where nobody tells them.

    ``amount`` is what the forecast costs today, ``so_far`` what was used until now, ``other`` the amount by the other
    book (``None`` also where it has no such term), ``reason`` why both differ. ``share`` is the forecast use of what is
    included (1 = all).
    """

    key: str
    title: str
    so_far: Decimal | None
    forecast: Decimal | None
    included: Decimal | None
    share: Decimal | None
    cost_so_far: Decimal | None
    amount: Decimal | None
    other: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class EdgeCost:
    """One account's ``month`` (``2026-11``); the totals leave out what is not known, which ``unknown`` names."""

    connection: str
    month: str
    title: str
    currency: str
    method: str
    rows: tuple[EdgeTermRow, ...]
    so_far: Decimal
    forecast: Decimal
    other: Decimal
    unknown: tuple[str, ...]
    savings: tuple[EdgeSaving, ...]


def edge_costs(state: State, book: PriceBook, other: PriceBook, now_s: float) -> tuple[EdgeCost, ...]:
    """Return the month of each account of the estate whose use is known, as of the day when it was read last.

    Days since then are not days without use: nobody has asked. A month of which no day is known is left out.
    """
    accounts = state.estate.cloudflare if state.estate is not None else ()
    found = []
    for one in accounts:
        usage, table = state.rows(one.key, USAGE, EdgeUsage), state.table(one.key, USAGE)
        if usage and table is not None:
            read = datetime.fromtimestamp(table.at_s, UTC).date()
            today = min(read, datetime.fromtimestamp(now_s, UTC).date())
            if not _is_told(usage, today, read):
                continue
            month = edge_month(usage, _stored(state.rows(one.key, STORES, EdgeStore)), today)
            if today.replace(day=1) < read.replace(day=1):
                month = replace(month, forecast=month.so_far)  # it is over: its last day is as complete as the others
            found.append(_cost(one.key, one.title or one.key, month, book, other))
    return tuple(found)


def _is_told(usage: tuple[EdgeUsage, ...], today: date, read: date) -> bool:
    """Return whether the month of ``today`` is told: one that was over before any day of it was known is not free."""
    month = f"{today:%Y-%m}"
    return month == f"{read:%Y-%m}" or any(one.day.startswith(month) for one in usage)


def _stored(stores: tuple[EdgeStore, ...]) -> dict[str, float]:
    """Return the size of the databases now; nothing when one of them does not tell it."""
    sizes = [one.size_bytes for one in stores if one.ref.kind == D1]
    known = [size for size in sizes if size is not None]
    return {"d1-storage": sum(known)} if known and len(known) == len(sizes) else {}


def _cost(connection: str, title: str, month: EdgeMonth, book: PriceBook, other: PriceBook) -> EdgeCost:
    ahead, until_now, by_other = (
        book.month(month.forecast), book.month(month.so_far), other.month(month.forecast)
    )  # fmt: skip
    compared = {one.key: one for one in by_other}
    rows = tuple(
        _row(one, now, compared.get(one.key), price_reason(one.key, book, other))
        for one, now in zip(ahead, until_now, strict=True)
    )
    return EdgeCost(
        connection=connection,
        month=f"{month.day:%Y-%m}",
        title=title,
        currency=book.currency,
        method=_method(month),
        rows=rows,
        so_far=charged(until_now),
        forecast=charged(ahead),
        other=charged(by_other),
        unknown=tuple(row.title for row in rows if row.amount is None),
        savings=edge_savings(ahead),
    )


def _row(one: TermCost, now: TermCost, other: TermCost | None, reason: str) -> EdgeTermRow:
    return EdgeTermRow(
        key=one.key,
        title=term_title(one.key),
        so_far=now.used,
        forecast=one.used,
        included=one.included,
        share=one.free_share,
        cost_so_far=now.amount,
        amount=one.amount,
        other=other.amount if other is not None else None,
        reason=reason,
    )


def _method(month: EdgeMonth) -> str:
    if not month.sampled:
        return t("No complete day is known yet, so there is no forecast.")
    return t(
        "Forecast for {month} (UTC): its complete days, and the mean of the last {count} for each other day.",
        month=month_text(month.day),
        count=month.sampled,
    )


def term_title(key: str) -> str:
    """Return what a term of a price book is called; an unknown one by its key."""
    titles = {
        "base": t("Minimum of the plan"),
        "workers": t("Workers requests"),
        "workers_cpu": t("Workers CPU (ms)"),
        "kv_reads": t("KV reads"),
        "kv_writes": t("KV writes"),
        "kv_deletes": t("KV deletes"),
        "kv_lists": t("KV lists"),
        "kv_storage": t("KV storage (GB)"),
        "d1_reads": t("D1 rows read"),
        "d1_writes": t("D1 rows written"),
        "d1_storage": t("D1 storage (GB)"),
        "r2_storage": t("R2 storage (GB)"),
        "r2_class_a": t("R2 class A"),
        "r2_class_b": t("R2 class B"),
        "analytics": t("Analytics Engine points"),
        "analytics_reads": t("Analytics Engine queries"),
    }
    return titles.get(key, key)
