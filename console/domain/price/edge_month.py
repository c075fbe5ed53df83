"""The running month at the edge: what was used so far, and what it comes to at the month's end."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from console.domain.edge.edge_usage import EdgeUsage

SAMPLE_DAYS = 7
_GB = 10**9
_STORED = "-storage"
_COUNTED = {"kv": ("reads", "writes", "deletes", "lists"), "r2": ("class_a", "class_b")}
"""Actions of products that are told by action: one that is not told has not happened."""
_Days = dict[date, float]


@dataclass(frozen=True, slots=True)
class EdgeMonth:
    """Use by measure (``kv.reads``; stored amounts, ``kv-storage.gb``, are means over days), by UTC days.

    ``forecast`` is the complete days of the month, and for each other day of it the mean of the last ``sampled``
    complete days (at most seven, so that each weekday counts once). What is absent is not known.
    """

    day: date
    so_far: Mapping[str, Decimal]
    forecast: Mapping[str, Decimal]
    sampled: int


def edge_month(rows: Iterable[EdgeUsage], stored_now: Mapping[str, float], today: date) -> EdgeMonth:
    """Return the month of ``today``; ``stored_now`` are bytes by product (``d1-storage``) that no day is told for."""
    daily = _daily(rows, today)
    first = min((day for days in daily.values() for day in days), default=today)
    sampled = min(SAMPLE_DAYS, (today - first).days)
    so_far: dict[str, Decimal] = {}
    forecast: dict[str, Decimal] = {}
    for measure, days in daily.items():
        is_stored = measure.endswith(".gb")
        seen = [value for day, value in days.items() if day >= today.replace(day=1)]
        if is_stored:
            so_far[measure] = _decimal(sum(seen) / len(seen)) if seen else Decimal(0)
        else:
            so_far[measure] = _decimal(sum(seen))
        ahead = _stored_mean(days, today) if is_stored else _flow_sum(days, today, sampled)
        if ahead is not None:
            forecast[measure] = _decimal(ahead)
    for product, size in stored_now.items():
        so_far[f"{product}.gb"] = forecast[f"{product}.gb"] = _decimal(size / _GB)
    return EdgeMonth(today, so_far, forecast, sampled)


def _daily(rows: Iterable[EdgeUsage], today: date) -> dict[str, _Days]:
    """Return what was used by measure and day, all resources together; days after ``today`` do not count."""
    found: dict[str, _Days] = {}
    for row in rows:
        day = date.fromisoformat(row.day)
        if day > today:
            continue
        for name in _COUNTED.get(row.product, ()):
            found.setdefault(f"{row.product}.{name}", {})
        is_stored = row.product.endswith(_STORED)
        for name, amount in row.amounts:
            if name == "bytes" and is_stored:
                days = found.setdefault(f"{row.product}.gb", {})
                days[day] = days.get(day, 0.0) + amount / _GB
            elif not is_stored:
                days = found.setdefault(f"{row.product}.{name}", {})
                days[day] = days.get(day, 0.0) + amount
    return found


def _flow_sum(days: _Days, today: date, sampled: int) -> float | None:
    """Return the month's use; ``None`` before the first complete day."""
    if not sampled:
        return None
    begin = today - timedelta(days=sampled)
    mean = sum(value for day, value in days.items() if begin <= day < today) / sampled
    complete = sum(value for day, value in days.items() if today.replace(day=1) <= day < today)
    return max(complete + mean * (_length(today) - today.day + 1), complete + days.get(today, 0.0))


def _stored_mean(days: _Days, today: date) -> float | None:
    """Return the mean over the month when it stays as on the last day told."""
    last = days[max(days)]
    seen = [value for day, value in days.items() if day >= today.replace(day=1)]
    return (sum(seen) + last * (_length(today) - len(seen))) / _length(today)


def _length(today: date) -> int:
    return calendar.monthrange(today.year, today.month)[1]


def _decimal(value: float) -> Decimal:
    return Decimal(repr(float(value)))
