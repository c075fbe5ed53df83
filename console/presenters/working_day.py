"""Days on which nobody works, as the estate's calendars tell: those that a freeze covers from morning to evening."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.estate.calendar_span import calendar_spans
from console.estate.schema.calendar import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from console.estate.schema.estate import Estate

_AHEAD_D = 60
_MORNING_H, _EVENING_H = 9, 18


def working_zone(estate: Estate | None) -> ZoneInfo:
    """Return the time zone in which the estate's people work: that of its first calendar, else UTC."""
    calendars = estate.calendars if estate is not None else ()
    return ZoneInfo(calendars[0].time_zone if calendars else "UTC")


def days_off(estate: Estate | None, now_s: float) -> frozenset[date]:
    """Return the days of the next two months that freezes cover, in the working time zone."""
    return frozenset(_days_off(estate, now_s)) if estate is not None else frozenset()


def _days_off(estate: Estate, now_s: float) -> Iterator[date]:
    zone, until_s = working_zone(estate), now_s + _AHEAD_D * 86_400
    for calendar in estate.calendars:
        for entry in calendar.entries:
            if entry.kind is EntryKind.FREEZE:
                for begin_s, end_s in calendar_spans(entry, calendar.time_zone, now_s, until_s):
                    yield from _covered(begin_s, min(end_s, until_s), zone)


def _covered(begin_s: float, end_s: float, zone: ZoneInfo) -> Iterator[date]:
    begin, end = (datetime.fromtimestamp(one, UTC).astimezone(zone) for one in (begin_s, end_s))
    day = begin.replace(hour=_MORNING_H, minute=0, second=0, microsecond=0)
    while day <= end:
        if begin <= day and end >= day.replace(hour=_EVENING_H):
            yield day.date()
        day += timedelta(days=1)
