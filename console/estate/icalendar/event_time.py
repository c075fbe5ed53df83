"""When an event begins and ends."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from console.estate.icalendar.content_line import ContentLine, Event
from console.estate.icalendar.zone_name import named_zone

_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?")
_DURATION = re.compile(r"\+?P(?:(\d{1,3})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?)")
_EARLIEST, _LATEST = 1970, 2200


def event_span(event: Event, zone: str) -> tuple[datetime, datetime] | None:
    """Return begin and end with their zones; ``None`` when the event does not say them well.

    Times without a zone are of ``zone``. A day without an end is that day.
    """
    begin = event_time(event["DTSTART"][0], zone) if "DTSTART" in event else None
    if begin is None:
        return None
    if "DTEND" in event:
        end = event_time(event["DTEND"][0], zone)
    elif "DURATION" in event:
        end = _after(begin, event["DURATION"][0].value)
    else:
        end = begin + timedelta(days=1) if len(event["DTSTART"][0].value) == 8 else None
    return (begin, end) if end is not None and end > begin else None


def event_time(line: ContentLine, zone: str) -> datetime | None:
    """Return the time that a line says; ``None`` for what is no time between 1970 and 2200, or of an unknown zone."""
    found = _TIME.fullmatch(line.value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(one or 0) for one in found.groups()[:6])
    place = UTC if found[7] else _zone(line, zone)
    if place is None or not _is_near(year):
        return None
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=place)
    except ValueError:
        return None


def _is_near(year: int) -> bool:
    return _EARLIEST <= year <= _LATEST


def unknown_zone(event: Event) -> str:
    """Return the name of a zone that an event begins or ends in and nobody knows; empty when there is none."""
    lines = (one for name in ("DTSTART", "DTEND") for one in event.get(name, ())[:1])
    return next((one.parameters["TZID"] for one in lines if "TZID" in one.parameters and not _zone(one, "UTC")), "")


def _zone(line: ContentLine, usual: str) -> ZoneInfo | None:
    name = line.parameters.get("TZID", "")
    return named_zone(name) if name else ZoneInfo(usual)


def _after(begin: datetime, text: str) -> datetime | None:
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    try:
        return begin + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None
