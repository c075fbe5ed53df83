"""The update calendar of the models: what is due daily, on Sundays and at month ends, in JST (E1.3)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.model.japan_time import in_japan

_SUNDAY = 6


class Rhythm(StrEnum):
    """How often something is due."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


WORK: dict[Rhythm, tuple[str, ...]] = {
    Rhythm.DAILY: ("feedback", "small_weights", "cache"),
    Rhythm.WEEKLY: ("full_retraining", "evaluation", "ab_setup"),
    Rhythm.MONTHLY: ("dictionary", "vectors", "architecture_review"),
}
"""What is done at each occurrence: daily, weekly on Sunday, monthly on the last day of the month."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date on which work of a rhythm is due, at the time of day at which the learning begins."""

    rhythm: Rhythm
    at: datetime
    work: tuple[str, ...]


def next_occurrences(rhythm: Rhythm, begins: str, now_s: float, count: int) -> tuple[Occurrence, ...]:
    """Return the next ``count`` occurrences after now; ``begins`` is the time of day in JST (``02:00``)."""
    hour, minute = (int(part) for part in begins.split(":"))
    day = in_japan(now_s).replace(hour=hour, minute=minute, second=0, microsecond=0)
    found: list[Occurrence] = []
    while len(found) < count:
        if day.timestamp() > now_s and _is_due(rhythm, day):
            found.append(Occurrence(rhythm, day, WORK[rhythm]))
        day += timedelta(days=1)
    return tuple(found)


def _is_due(rhythm: Rhythm, day: datetime) -> bool:
    if rhythm is Rhythm.DAILY:
        return True
    if rhythm is Rhythm.WEEKLY:
        return day.weekday() == _SUNDAY
    return day.day == monthrange(day.year, day.month)[1]
