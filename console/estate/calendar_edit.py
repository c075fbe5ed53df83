"""Putting entries of a calendar into the text of an estate file; nothing else of it is touched."""

from collections.abc import Sequence
from typing import Any

from console.estate.schema.calendar import Calendar, CalendarEntry
from console.estate.section_edit import estate_document, with_section

_SECTION = "calendars"


def with_calendar_entries(text: str, calendar: str, entries: Sequence[CalendarEntry], time_zone: str = "UTC") -> str:
    """Return the estate's text in which a calendar has exactly these entries; it is made when there is none such.

    Comments inside the section of calendars are lost, those elsewhere stay. Raises ``UserError`` when the text is no
    YAML mapping.
    """
    calendars = [dict(one) for one in estate_document(text).value.get(_SECTION) or ()]
    told = [_told(one) for one in entries]
    named = next((one for one in calendars if one.get("key") == calendar), None)
    if named is None:
        calendars.append({**_told(Calendar(key=calendar, time_zone=time_zone)), "entries": told})
    else:
        named["entries"] = told
    return with_section(text, _SECTION, calendars)


def _told(model: Calendar | CalendarEntry) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_defaults=True)
