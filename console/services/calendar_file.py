"""Changing the calendars of an estate in its file: entries are added, taken away, or imported from iCalendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.estate.calendar_edit import with_calendar_entries
from console.estate.calendar_import import import_calendar
from console.estate.load import parse_estate
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.services.estate_edit import edit_estate

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from console.estate.schema.calendar import Calendar, CalendarEntry

USUAL = "campaigns"
_MOST_BYTES = 1024 * 1024


class CalendarOutcome(NamedTuple):
    """How many entries were added, and in a sentence each what could not be taken over."""

    added: int
    left_out: tuple[str, ...] = ()


def add_entry(file: Path, entry: CalendarEntry, calendar: str = USUAL, zone: str = "UTC") -> None:
    """Add an entry; the calendar is made when there is none such. Raises ``UserError``. Blocks."""

    def add(text: str) -> str:
        known = _calendar(text, file, calendar)
        return with_calendar_entries(text, calendar, (*(known.entries if known is not None else ()), entry), zone)

    edit_estate(file, add)


def remove_entry(file: Path, calendar: str, title: str) -> None:
    """Take the entries of a title out of a calendar; raise ``UserError``. Blocks."""

    def remove(text: str) -> str:
        known = _calendar(text, file, calendar)
        kept = tuple(one for one in known.entries if one.title != title) if known is not None else ()
        if known is None or len(kept) == len(known.entries):
            raise UserError(
                t("The calendar {calendar} has no entry {title}.", calendar=calendar, title=repr(title)),
                t("It may be gone already: look at the list anew."),
            )
        return with_calendar_entries(text, calendar, kept, known.time_zone)

    edit_estate(file, remove)


def import_entries(file: Path, source: Path, now: datetime, calendar: str = USUAL) -> CalendarOutcome:
    """Add the entries of an iCalendar file that are not there yet; raise ``UserError``. Blocks."""
    raw, outcome = _icalendar(source), CalendarOutcome(0)

    def add(text: str) -> str:
        nonlocal outcome
        known = _calendar(text, file, calendar)
        zone = known.time_zone if known is not None else "UTC"
        found = import_calendar(raw, zone, now)
        old = known.entries if known is not None else ()
        new = tuple(one for one in found.entries if one not in old)
        outcome = CalendarOutcome(len(new), found.left_out)
        return with_calendar_entries(text, calendar, (*old, *new), zone) if new else text

    edit_estate(file, add)
    return outcome


def _icalendar(source: Path) -> bytes:
    try:
        with source.open("rb") as opened:
            raw = opened.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UserError(
            t("{file} cannot be read: {error}.", file=source.name, error=error.strerror or ""), t("Check its path.")
        ) from None
    if len(raw) > _MOST_BYTES:
        raise UserError(t("{file} is larger than 1 MiB.", file=source.name), t("Export a shorter span of time."))
    return raw


def _calendar(text: str, file: Path, key: str) -> Calendar | None:
    estate = parse_estate(text, str(file))
    return next((one for one in estate.calendars if one.key == key), None)
