"""Importing campaigns, freezes and maintenance from an iCalendar file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from console.estate.icalendar.content_line import Event, read_events
from console.estate.icalendar.event_time import event_span, unknown_zone
from console.estate.icalendar.recurrence import Recurrence, read_recurrence
from console.estate.icalendar.turn_time import is_left_out, is_past, last_turn, left_out_turns
from console.estate.schema.calendar import CalendarEntry, EntryKind, Repeat
from console.kernel.errors import UserError
from console.kernel.i18n import t

_BACK_D, _AHEAD_D = 2 * 366, 2 * 366
_STEP_D = 20
_MOST = 2_000
_MOST_TITLE, _MOST_NAME = 200, 60
_UPLIFT = "X-CELL-CONSOLE-UPLIFT"


class ImportedCalendar(NamedTuple):
    """``left_out`` says in a sentence each what could not be taken over, then what not wholly, and why."""

    entries: tuple[CalendarEntry, ...]
    left_out: tuple[str, ...]


def import_calendar(raw: bytes, zone: str, now: datetime, kind: EntryKind = EntryKind.CAMPAIGN) -> ImportedCalendar:
    """Return the entries of a file; raise ``UserError`` when it is no calendar or says too much.

    Times without a zone are of ``zone``. The first category that is a kind of entry is the kind, else ``kind``. What
    comes back in a way that estates cannot say becomes single entries, two years back and ahead of ``now``. What comes
    back for ever in a way that they can say stays one entry, by the clocks of ``zone``; where those differ, it is told.
    """
    entries: list[CalendarEntry] = []
    left_out: list[str] = []
    notes: list[str] = []
    for event in read_events(raw):
        title = _title(event)
        why = _why_not(event, zone)
        if why:
            left_out.append(t("{title}: {why}.", title=title, why=why))
            continue
        made, note = _entries(event, title, zone, now, kind, _MOST - len(entries))
        entries += made
        notes += [note] if note else []
        if len(entries) > _MOST:
            raise UserError(t("The calendar makes more than {count} entries.", count=_MOST), t("Export fewer events."))
    return ImportedCalendar(tuple(sorted(entries, key=lambda one: (one.start, one.title))), (*left_out, *notes))


def _title(event: Event) -> str:
    told = event["SUMMARY"][0].text(_MOST_TITLE) if "SUMMARY" in event else ""
    return told or t("(no title)")


def _why_not(event: Event, zone: str) -> str:
    """Return why an event is not taken over; empty when it is."""
    if "STATUS" in event and event["STATUS"][0].value.strip().upper() == "CANCELLED":
        return t("it was cancelled")
    if "RECURRENCE-ID" in event:
        return t("it changes one time of another event, which is not followed")
    if name := unknown_zone(event):
        return t("its time zone {name} is not known", name=repr(name[:_MOST_NAME]))
    if event_span(event, zone) is None:
        return t("its begin and end cannot be read")
    if not _is_followed(event):
        return t("the rule by which it comes back is not followed")
    return ""


def _is_followed(event: Event) -> bool:
    """Return whether an event comes back by one rule at most, and one that is known."""
    if event.keys() & {"RDATE", "EXRULE"}:
        return False
    rules = event.get("RRULE", [])
    return not rules or (len(rules) == 1 and read_recurrence(rules[0].value) is not None)


def _entries(
    event: Event, title: str, zone: str, now: datetime, kind: EntryKind, room: int
) -> tuple[list[CalendarEntry], str]:
    """Return the entries of an event and what is to be told about them; ``room`` is how many there may be."""
    span = event_span(event, zone)
    assert span is not None
    begin, end = span
    rule = read_recurrence(event["RRULE"][0].value) if "RRULE" in event else None
    if rule is None:
        return [_entry(event, title, begin, end, Repeat.NEVER, kind)], ""
    without = left_out_turns(event, begin, zone)
    repeat = rule.repeat(begin.date()) if not without else None
    if repeat is not None and _is_on_its_day(begin, zone, repeat):
        note = "" if _is_in_step(begin, zone) else _moves(title, zone)
        return [_entry(event, title, begin, end, repeat, kind)], note
    last = last_turn(rule, event, begin, zone)
    starts = takewhile(lambda one: not is_past(one, last), _starts(rule, begin, now))
    turns = [one for one in starts if not is_left_out(one, without)]
    if repeat is not None and len(turns) > room:
        return [_entry(event, title, begin, end, repeat, kind)], _moves(title, zone)
    return [_entry(event, title, one, one + (end - begin), Repeat.NEVER, kind) for one in turns], ""


def _is_on_its_day(begin: datetime, zone: str, repeat: Repeat) -> bool:
    """Return whether what comes back by the day of the month does so on the same day of another zone."""
    days_matter = repeat in {Repeat.MONTHLY, Repeat.MONTH_END}
    return not days_matter or all(one.date() == there.date() for one, there in _turns(begin, zone))


def _is_in_step(begin: datetime, zone: str) -> bool:
    """Return whether what comes back by the clocks of its own zone does so by those of another one too."""
    return len({one.replace(tzinfo=UTC) - there.replace(tzinfo=UTC) for one, there in _turns(begin, zone)}) == 1


def _turns(begin: datetime, zone: str) -> list[tuple[datetime, datetime]]:
    """Return the hour of an event on days of two years, by the clocks of its own zone and by those of another one."""
    turns = [begin + timedelta(days=_STEP_D * step) for step in range(_AHEAD_D // _STEP_D)]
    return [(one, one.astimezone(ZoneInfo(zone))) for one in turns]


def _moves(title: str, zone: str) -> str:
    return t(
        "{title} comes back by the clocks of {zone}; it moves when these change otherwise than those of its zone.",
        title=title,
        zone=zone,
    )


def _starts(rule: Recurrence, begin: datetime, now: datetime) -> Iterator[datetime]:
    earliest, latest = now - timedelta(days=_BACK_D), now + timedelta(days=_AHEAD_D)
    for day in rule.days_between(begin.date(), earliest.date(), latest.date()):
        yield begin.replace(year=day.year, month=day.month, day=day.day)


def _entry(event: Event, title: str, start: datetime, end: datetime, repeat: Repeat, kind: EntryKind) -> CalendarEntry:
    told = {one.strip().lower() for line in event.get("CATEGORIES", ()) for one in line.text(400).split(",")}
    named = next((one for one in EntryKind if one.value in told), kind)
    return CalendarEntry(
        title=title, kind=named, start=_fixed(start), end=_fixed(end), repeat=repeat, uplift=_uplift(event)
    )


def _fixed(moment: datetime) -> datetime:
    """Return the moment with its offset as a number, as estates write it."""
    return datetime.fromisoformat(moment.isoformat())


def _uplift(event: Event) -> float | None:
    try:
        found = float(event[_UPLIFT][0].value) if _UPLIFT in event else None
    except ValueError:
        return None
    return found if found is not None and 0 < found <= 1000 else None
