"""Windows of objectives that follow the calendar of a place: days, weeks, months, quarters, years."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = {"d": 1, "w": 7}
MONTHS = {"M": 1, "m": 1, "Q": 3, "Y": 12, "y": 12}
_MEAN_S = {"d": 86_400, "w": 604_800, **{unit: count * 2_629_746 for unit, count in MONTHS.items()}}


@dataclass(frozen=True, slots=True)
class CalendarWindow:
    """``count`` units (d, w, M, Q, Y) each; the first began at ``start``, by the clocks of ``zone`` (IANA name)."""

    start: datetime
    zone: str
    count: int
    unit: str

    def began_s(self, now_s: float) -> float:
        """Return when the window of a moment began (unix seconds); the very first one's begin if none had by then."""
        place = max(0, int((now_s - self._begin_s(0)) / (_MEAN_S[self.unit] * self.count)) + 2)
        while place and self._begin_s(place) > now_s:
            place -= 1
        return self._begin_s(place)

    def _begin_s(self, place: int) -> float:
        """Return when a window begins; clocks that are put forward or back do not move its hour of the day."""
        steps = place * self.count
        if self.unit in DAYS:
            local = self.start + timedelta(days=steps * DAYS[self.unit])
        else:
            local = _months_later(self.start, steps * MONTHS[self.unit])
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC).timestamp()


def _months_later(start: datetime, months: int) -> datetime:
    """Return the same day of another month, or its last one where the month is shorter."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
