"""Quiet hours: when only what is critical may be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``begins`` to ``ends`` in a time zone (IANA name), also over midnight, on the days (Monday is 0) it begins.

    The same time for both means the whole day.
    """

    begins: time
    ends: time
    zone: str = "UTC"
    days: frozenset[int] = frozenset(range(7))

    def until_s(self, now_s: float) -> float | None:
        """Return when the quiet hours end that a moment lies in (unix seconds); ``None``: it lies in none."""
        there = ZoneInfo(self.zone)
        today = datetime.fromtimestamp(now_s, there).date()
        for day in (today - timedelta(days=1), today):
            if day.weekday() not in self.days:
                continue
            last = day if self.begins < self.ends else day + timedelta(days=1)
            begin_s = datetime.combine(day, self.begins, there).timestamp()
            end_s = datetime.combine(last, self.ends, there).timestamp()
            if begin_s <= now_s < end_s:
                return end_s
        return None


def quiet_until(several: Iterable[QuietHours], now_s: float) -> float | None:
    """Return when it is no longer quiet (unix seconds); ``None``: it is not quiet now."""
    known, until_s = tuple(several), now_s
    for _ in range(8):  # quiet hours may follow one another; never more than a week
        ends = [end_s for one in known if (end_s := one.until_s(until_s)) is not None]
        if not ends:
            break
        until_s = max(ends)
    return until_s if until_s > now_s else None
