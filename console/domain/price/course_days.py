"""The days that are read of costs and loads: this month, four weeks and the running one, and longer periods before.

In the first days of a month that before it is read whole: its review is made then.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from console.domain.price.budget_span import budget_span

WEEKS = 5
REVIEW_DAYS = 10  # of a month in which reviews of the one before are made
DAY_S, HOUR_S, WEEK_S = 86_400.0, 3_600.0, 604_800.0


class CourseDays(NamedTuple):
    """Unix seconds: days from ``begin_s`` until ``today_s``, today until the last full hour ``until_s``.

    ``earlier`` are the spans before, whose days nobody needs.
    """

    begin_s: float
    today_s: float
    until_s: float
    earlier: tuple[tuple[float, float], ...] = ()


def course_days(now: datetime, periods: Iterable[str] = ()) -> CourseDays:
    """Return what must be known of the ``periods`` of budgets (``quarter``) at a moment."""
    now = now.astimezone(UTC)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    first = today.replace(day=1)
    if today.day <= REVIEW_DAYS:
        first = (first - timedelta(days=1)).replace(day=1)
    begin = min(monday, first)
    begins = {budget_span(one, now)[0] for one in periods}
    edges = sorted({one for one in begins if one < begin} | {begin})
    earlier = tuple((a.timestamp(), b.timestamp()) for a, b in pairwise(edges))
    until = now.replace(minute=0, second=0, microsecond=0)
    return CourseDays(begin.timestamp(), today.timestamp(), until.timestamp(), earlier)


def week_begins(now: datetime) -> tuple[float, ...]:
    """Return the Mondays (unix seconds) of the weeks that are known, the running one first."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = (today - timedelta(days=today.weekday())).timestamp()
    return tuple(monday - WEEK_S * back for back in range(WEEKS))
