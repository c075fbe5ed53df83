"""When the entries of a calendar happen: from their first time to the moments of every return."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from console.estate.schema.calendar import CalendarEntry, Repeat

_DAYS = {Repeat.DAILY: 1, Repeat.WEEKLY: 7}
_FROM_S, _TO_S = 0.0, 32_472_144_000.0  # 1970 to 2998: what the clocks of every computer and zone can say
_LONG_S = 366 * 86_400.0
_FIRST_YEAR, _LAST = 2, datetime(9998, 12, 31)  # noqa: DTZ001 - by the clocks of any zone


def calendar_spans(entry: CalendarEntry, zone: str, from_s: float, to_s: float) -> Iterator[tuple[float, float]]:
    """Yield begin and end (unix seconds) of each time an entry happens that touches a span, in order.

    The clocks of ``zone`` (IANA name) decide: a window from 2 to 4 o'clock is that on every day, whatever is done to
    the clocks. An entry of the 31st is on the last day of shorter months. What happens once is from moment to moment.
    Of what begins before 1970 or ends after 2998 (an end that is open) only the part between is told.
    """
    for start_s, end_s in _spans(entry, zone, from_s, to_s):
        yield max(start_s, _FROM_S), min(end_s, _TO_S)


def _spans(entry: CalendarEntry, zone: str, from_s: float, to_s: float) -> Iterator[tuple[float, float]]:
    once = entry.start.timestamp(), entry.end.timestamp()
    if entry.repeat is Repeat.NEVER:
        if once[0] < to_s and once[1] > from_s:
            yield once
        return
    there = ZoneInfo(zone)
    begin, end = (_within_years(one).astimezone(there).replace(tzinfo=None, fold=0) for one in (entry.start, entry.end))
    whole = timedelta(seconds=once[1] - once[0])
    length = end - begin if end > begin else whole  # it ends in the hour that comes twice
    place = _first(entry.repeat, begin, end, datetime.fromtimestamp(from_s, there).replace(tzinfo=None))
    while True:
        moved = _moved(begin, entry.repeat, place)
        start_s, end_s = (_seconds(one, there) for one in (moved, moved + min(length, _LAST - moved)))
        if end_s <= start_s:  # it begins in the hour that does not come
            end_s = start_s + whole.total_seconds()
        if start_s >= to_s:
            return
        if end_s > from_s:
            yield start_s, end_s
            if end_s >= to_s and end_s - start_s > _LONG_S:  # its end is open: it covers each return that follows
                return
        place += 1


def _within_years(moment: datetime) -> datetime:
    """Return a moment in a year that has others on both sides, so that every zone can say it."""
    return moment.replace(year=min(max(moment.year, _FIRST_YEAR), _LAST.year))


def _first(repeat: Repeat, begin: datetime, end: datetime, wanted: datetime) -> int:
    """Return a return that is not after the first one wanted."""
    gone = wanted - end
    if repeat in _DAYS:
        return max(0, int(gone.total_seconds() // (86_400 * _DAYS[repeat])) - 1)
    return max(0, gone.days // 31 - 1)


def _moved(begin: datetime, repeat: Repeat, place: int) -> datetime:
    if repeat in _DAYS:
        return begin + timedelta(days=place * _DAYS[repeat])
    years, month = divmod(begin.month - 1 + place, 12)
    last = monthrange(begin.year + years, month + 1)[1]
    day = last if repeat is Repeat.MONTH_END else min(begin.day, last)
    return begin.replace(year=begin.year + years, month=month + 1, day=day)


def _seconds(local: datetime, there: ZoneInfo) -> float:
    return local.replace(tzinfo=there).astimezone(UTC).timestamp()
