"""Which turns of an event that comes back are meant: the last one by UNTIL, those left out by EXDATE."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from console.estate.icalendar.content_line import ContentLine, Event
from console.estate.icalendar.event_time import event_time
from console.estate.icalendar.recurrence import Recurrence

_MOST = 1_000
_DAY_LETTERS = 8

Turn = date | datetime
"""A moment in UTC, or where only a day is told or the event itself is one, that day of the event's zone."""


def last_turn(rule: Recurrence, event: Event, begin: datetime, zone: str) -> Turn | None:
    """Return when a rule ends; ``None``: never. Years that no calendar has say their day."""
    if rule.until is None:
        return None
    told = _turn(event["DTSTART"][0]._replace(name="UNTIL", parameters={}, value=rule.until_text), event, begin, zone)
    return rule.until if told is None else told


def left_out_turns(event: Event, begin: datetime, zone: str) -> frozenset[Turn]:
    """Return the turns that an event leaves out."""
    return frozenset(one for line in event.get("EXDATE", ()) for one in _turns(line, event, begin, zone))


def is_left_out(start: datetime, turns: frozenset[Turn]) -> bool:
    """Return whether a turn that begins at ``start`` is among others."""
    return start.date() in turns or start.astimezone(UTC) in turns


def is_past(start: datetime, last: Turn | None) -> bool:
    """Return whether a turn that begins at ``start`` comes after the last one."""
    if isinstance(last, datetime):
        return start.astimezone(UTC) > last
    return last is not None and start.date() > last


def _turns(line: ContentLine, event: Event, begin: datetime, zone: str) -> Iterator[Turn]:
    for one in line.value.split(",")[:_MOST]:
        turn = _turn(line._replace(value=one.strip()), event, begin, zone)
        if turn is not None:
            yield turn


def _turn(line: ContentLine, event: Event, begin: datetime, zone: str) -> Turn | None:
    """Return what a time means; without a zone it is of the event's own."""
    at = event_time(line, zone)
    if at is None:
        return None
    if _is_day(line):
        return at.date()
    if not line.value.endswith("Z") and "TZID" not in line.parameters:
        at = at.replace(tzinfo=begin.tzinfo)
    return at.astimezone(begin.tzinfo).date() if _is_day(event["DTSTART"][0]) else at.astimezone(UTC)


def _is_day(line: ContentLine) -> bool:
    return len(line.value.strip()) == _DAY_LETTERS
