"""Putting entries of a calendar into the text of an estate file; nothing else of it is touched."""

from collections.abc import Sequence
from typing import Any

from console.estate.read_yaml import read_yaml
from console.estate.schema.calendar import Calendar, CalendarEntry
from console.estate.write_yaml import yaml_text
from console.estate.yaml_document import YamlDocument
from console.kernel.errors import UserError
from console.kernel.i18n import t

_SECTION = "calendars"


def with_calendar_entries(text: str, calendar: str, entries: Sequence[CalendarEntry], time_zone: str = "UTC") -> str:
    """Return the estate's text in which a calendar has exactly these entries; it is made when there is none such.

    Comments inside the section of calendars are lost, those elsewhere stay. Raises ``UserError`` when the text is no
    YAML mapping.
    """
    document = read_yaml(text.encode(), "estate")
    if not isinstance(document.value, dict):
        raise UserError(t("The estate file is no mapping."), t("Correct it, then try again."))
    calendars = [dict(one) for one in document.value.get(_SECTION) or ()]
    told = [_told(one) for one in entries]
    named = next((one for one in calendars if one.get("key") == calendar), None)
    if named is None:
        calendars.append({**_told(Calendar(key=calendar, time_zone=time_zone)), "entries": told})
    else:
        named["entries"] = told
    whole = {**document.value, _SECTION: calendars}
    found = _replaced(text, document, yaml_text({_SECTION: calendars}))
    return found if _says(found, whole) else yaml_text(whole)


def _told(model: Calendar | CalendarEntry) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_defaults=True)


def _replaced(text: str, document: YamlDocument, section: str) -> str:
    """Return the text with its section of calendars replaced, from its key to the line of the next one."""
    places = {key: document.keys_at[(key,)].line - 1 for key in document.value}
    lines = text.splitlines(keepends=True)
    if _SECTION not in places:
        return f"{text.rstrip()}\n{section}"
    begins = places[_SECTION]
    ends = min((line for line in places.values() if line > begins), default=len(lines))
    while ends > begins + 1 and lines[ends - 1].startswith("#"):
        ends -= 1  # a comment at the margin belongs to what follows it
    return "".join([*lines[:begins], section, *lines[ends:]])


def _says(text: str, whole: dict[str, Any]) -> bool:
    """Return whether a text says this: one in flow style, or with lines of another kind, cannot be cut by lines."""
    try:
        return bool(read_yaml(text.encode(), "estate").value == whole)
    except UserError:
        return False
