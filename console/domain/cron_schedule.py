"""Schedules in cron's form: when the next run is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_ANY = ("*", "?")
_NAMED = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_MOST_DAYS = 1_500  # the 29th of February comes every four years


@dataclass(frozen=True, slots=True)
class CronSchedule:
    """Five fields; as cron does, a day fits when either of day of month and day of week does, if both are limited.

    ``any_hour``: an hour that comes twice when clocks go back counts twice.
    """

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_hour: bool
    any_day: bool
    any_weekday: bool

    @staticmethod
    def parse(text: str) -> CronSchedule:
        """Read a schedule; raise ``ValueError`` for what is none."""
        fields = _NAMED.get(text.strip().lower(), text).split()
        if len(fields) != len(_BOUNDS):
            raise ValueError(f"{text!r} has not five fields")
        names = ((), (), (), _MONTHS, _DAYS)
        minutes, hours, days, months, weekdays = (
            _values(field, low, high, words) for field, (low, high), words in zip(fields, _BOUNDS, names, strict=True)
        )
        return CronSchedule(
            minutes,
            hours,
            days,
            months,
            frozenset(day % 7 for day in weekdays),
            fields[1].startswith(_ANY),
            *(any(part.removesuffix("/1") in _ANY for part in fields[place].split(",")) for place in (2, 4)),
        )

    @property
    def is_daily(self) -> bool:
        """Return whether it runs once a day, on every day."""
        every_day = self.any_day and self.any_weekday and len(self.days) == 31 and len(self.weekdays) == 7
        return every_day and len(self.months) == 12 and len(self.minutes) == 1 and len(self.hours) == 1

    def next_after(self, at_s: float, zone: tzinfo = UTC) -> float | None:
        """Return when it is next due after a moment (unix seconds); ``None`` when it never is.

        A time of day that a change of clocks leaves out does not come that day; one that comes twice counts once,
        unless the hour is any.
        """
        first = datetime.fromtimestamp(at_s, zone).date()
        for ahead in range(_MOST_DAYS):
            day = first + timedelta(days=ahead)
            if self._fits(day):
                due = (moment for moment in self._moments(day, zone) if moment > at_s)
                found = min(due, default=None)
                if found is not None:
                    return found
        return None

    def _fits(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        by_date, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return by_date and by_weekday if self.any_day or self.any_weekday else by_date or by_weekday

    def _moments(self, day: date, zone: tzinfo) -> list[float]:
        times = [
            time(hour, minute, fold=fold)
            for hour in self.hours
            for minute in self.minutes
            for fold in range(1 + self.any_hour)
        ]
        pairs = ((one, datetime.combine(day, one, zone).timestamp()) for one in times)
        return [at_s for one, at_s in pairs if _local(at_s, zone) == datetime.combine(day, one)]


def _local(at_s: float, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(at_s, zone).replace(tzinfo=None)


def _values(field: str, low: int, high: int, names: tuple[str, ...]) -> frozenset[int]:
    found: set[int] = set()
    top = 6 if high == 7 else high  # Sunday is 0 and 7, an open end counts it once
    for part in field.split(","):
        span, _, step = part.partition("/")
        begin, dash, end = span.partition("-")
        if span in _ANY:
            first, last = low, top
        else:
            first = _number(begin, names)
            last = _number(end, names) if dash else (top if step else first)
        width = int(step) if step else 1
        if width < 1 or not low <= first <= last <= high:
            raise ValueError(f"{part!r} is not within {low} to {high}")
        found.update(range(first, last + 1, width))
    return frozenset(found)


def _number(text: str, names: tuple[str, ...]) -> int:
    word = text.lower()
    return names.index(word) + (len(names) == len(_MONTHS)) if word in names else int(text)
