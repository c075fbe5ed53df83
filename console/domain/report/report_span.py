"""The time that a report is about: a month or a week, by UTC, as costs are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_YEARS = range(1971, 9999)


class SpanKind(StrEnum):
    """How long it is."""

    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """From ``begin_s`` until ``end_s`` (unix seconds); ``name`` is ``2026-10`` or ``2026-W46``."""

    kind: SpanKind
    name: str
    begin_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """Return how long it is."""
        return self.end_s - self.begin_s

    def before(self) -> ReportSpan:
        """Return the month or week before."""
        return span_of(self.kind, self.begin_s - 1)

    def as_of(self, now_s: float) -> float:
        """Return the moment that it is looked at from: its end, or now while it lasts."""
        return min(max(now_s, self.begin_s), self.end_s - 1)


def span_named(text: str) -> ReportSpan:
    """Return the span of ``2026-10`` or ``2026-W46``; raise ``ValueError`` for anything else."""
    if (month := _MONTH.fullmatch(text)) is not None and int(month[1]) in _YEARS:
        return _month(date(int(month[1]), int(month[2]), 1))
    if (week := _WEEK.fullmatch(text)) is not None and int(week[1]) in _YEARS:
        return _week(date.fromisocalendar(int(week[1]), int(week[2]), 1))
    raise ValueError(text)


def span_of(kind: SpanKind, at_s: float) -> ReportSpan:
    """Return the month or ISO week that a moment is in."""
    day = datetime.fromtimestamp(at_s, UTC).date()
    return _month(day.replace(day=1)) if kind is SpanKind.MONTH else _week(day - timedelta(days=day.weekday()))


def _month(first: date) -> ReportSpan:
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return ReportSpan(SpanKind.MONTH, f"{first.year:04}-{first.month:02}", _seconds(first), _seconds(after))


def _week(monday: date) -> ReportSpan:
    year, week, _ = monday.isocalendar()
    begin_s = _seconds(monday)
    return ReportSpan(SpanKind.WEEK, f"{year:04}-W{week:02}", begin_s, begin_s + 7 * 86_400)


def _seconds(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
