"""How often an event comes back, and the days on which it does."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from console.estate.schema.calendar import Repeat

_KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"})
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_MOST_D = 12 * 366
_SHORTEST_MONTH = 28


class Recurrence(NamedTuple):
    """A rule of RFC 5545; ``days`` are (which one of its month, 0 for every; weekday from Monday = 0).

    ``until`` is the day that ``until_text`` names, in whatever zone that means it. ``week_begins`` on that weekday.
    """

    frequency: str
    interval: int
    times: int | None
    until: date | None
    days: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    until_text: str = ""
    week_begins: int = 0

    def repeat(self, first: date) -> Repeat | None:
        """Return the word of estates for this rule; ``None`` when they have none."""
        if self.interval != 1 or self.times or self.until or self.months:
            return None
        if self.frequency == "DAILY" and not self.days and not self.month_days:
            return Repeat.DAILY
        if self.frequency == "WEEKLY" and self.days in {(), ((0, first.weekday()),)} and not self.month_days:
            return Repeat.WEEKLY
        if self.frequency == "MONTHLY" and not self.days:
            if first.day > _SHORTEST_MONTH and self.month_days != (-1,):
                return None  # months without that day are left out, estates take their last one
            return {(): Repeat.MONTHLY, (first.day,): Repeat.MONTHLY, (-1,): Repeat.MONTH_END}.get(self.month_days)
        return None

    def days_between(self, first: date, earliest: date, last: date) -> Iterator[date]:
        """Yield the days of an event of the day ``first``, from ``earliest`` up to ``last``, whatever ``until`` says.

        Days before are looked at only where they are counted, and of those twelve years at most.
        """
        seen = 0
        begin = first if self.times is not None else max(first, earliest)
        for place in range(min(_MOST_D, (last - begin).days + 1)):
            day = begin + timedelta(days=place)
            if day == first or self._holds(day, first):
                seen += 1
                if day >= earliest:
                    yield day
            if self.times is not None and seen >= self.times:
                return

    def _holds(self, day: date, first: date) -> bool:
        return self._is_in_turn(day, first) and self._fits(day, first)

    def _is_in_turn(self, day: date, first: date) -> bool:
        if self.frequency == "DAILY":
            gone = (day - first).days
        elif self.frequency == "WEEKLY":
            gone = (self._week(day) - self._week(first)).days // 7
        elif self.frequency == "MONTHLY":
            gone = (day.year - first.year) * 12 + day.month - first.month
        else:
            gone = day.year - first.year
        return gone % self.interval == 0

    def _week(self, day: date) -> date:
        return day - timedelta((day.weekday() - self.week_begins) % 7)

    def _fits(self, day: date, first: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.month_days and day.day not in self.month_days and day.day - 1 - _length(day) not in self.month_days:
            return False
        if self.days and not any(self._is_day(day, which, weekday) for which, weekday in self.days):
            return False
        return bool(self.days or self.month_days) or self._is_as_first(day, first)

    def _is_as_first(self, day: date, first: date) -> bool:
        """Return whether a rule that names no days means this one."""
        if self.frequency == "DAILY":
            return True
        if self.frequency == "WEEKLY":
            return day.weekday() == first.weekday()
        return day.day == first.day and (self.frequency == "MONTHLY" or bool(self.months) or day.month == first.month)

    @staticmethod
    def _is_day(day: date, which: int, weekday: int) -> bool:
        if day.weekday() != weekday:
            return False
        return which in {0, (day.day - 1) // 7 + 1, -((_length(day) - day.day) // 7 + 1)}


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def read_recurrence(text: str) -> Recurrence | None:
    """Return the rule that a text says; ``None`` for what this program does not follow."""
    pairs = [part.partition("=") for part in text.upper().strip().split(";") if part]
    parts = {name: value for name, _, value in pairs}
    if not parts.keys() <= _KNOWN or parts.get("FREQ") not in _FREQUENCIES:
        return None
    try:
        rule = Recurrence(
            parts["FREQ"],
            int(parts.get("INTERVAL", "1")),
            int(parts["COUNT"]) if "COUNT" in parts else None,
            date.fromisoformat(parts["UNTIL"][:8]) if "UNTIL" in parts else None,
            tuple(_day(one) for one in parts.get("BYDAY", "").split(",") if one),
            tuple(int(one) for one in parts.get("BYMONTHDAY", "").split(",") if one),
            tuple(int(one) for one in parts.get("BYMONTH", "").split(",") if one),
            parts.get("UNTIL", "").strip(),
            _DAYS.index(parts.get("WKST", "MO")),
        )
    except ValueError:
        return None
    ordinal = any(which for which, _ in rule.days)
    followed = rule.interval > 0 and (rule.times is None or rule.times > 0)
    return rule if followed and not (ordinal and (rule.frequency == "YEARLY" and not rule.months)) else None


def _day(text: str) -> tuple[int, int]:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[1] or 0), _DAYS.index(found[2])
