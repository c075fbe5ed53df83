"""Lines of an iCalendar file: name, parameters, value."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from console.kernel.errors import UserError
from console.kernel.i18n import t

MAX_BYTES = 1 << 20
MAX_EVENTS = 2_000
_FOLD = re.compile(rb"\r?\n[ \t]")
_BREAK = re.compile(r"\r\n?|\n")  # others than these stand inside a text
_LINE = re.compile(r"([A-Za-z0-9-]{1,60})((?:;[A-Za-z0-9-]{1,60}=(?:\"[^\"]*\"|[^\";:]*))*):(.*)")
_PARAMETER = re.compile(r";([A-Za-z0-9-]{1,60})=(?:\"([^\"]*)\"|([^\";:]*))")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


class ContentLine(NamedTuple):
    """One line; name and names of parameters are in capitals."""

    name: str
    parameters: dict[str, str]
    value: str

    def text(self, most: int) -> str:
        """Return the value as text without escapes and control characters, cut to a length."""
        plain = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], self.value)
        return _UNSEEN.sub(" ", plain).strip()[:most]


Event = dict[str, list[ContentLine]]
"""The lines of an event by their names."""


def read_events(raw: bytes) -> Iterator[Event]:
    """Yield the events of a file; raise ``UserError`` when it is too large, no text or no calendar."""
    if len(raw) > MAX_BYTES:
        raise UserError(t("The calendar file is larger than 1 MiB."), t("Export fewer events."))
    try:
        text = _FOLD.sub(b"", raw).decode("utf-8-sig")  # in this order: a fold may stand inside a character
    except UnicodeDecodeError as error:
        raise UserError(t("The calendar file is not UTF-8 text."), t("Export it as iCalendar (.ics).")) from error
    lines = _BREAK.split(text)
    if not any(one.strip().upper() == "BEGIN:VCALENDAR" for one in lines[:20]):
        raise UserError(t("The file is no iCalendar file."), t("Export it as iCalendar (.ics)."))
    yield from _events(lines)


def _events(lines: list[str]) -> Iterator[Event]:
    count = 0
    inside: list[str] = []
    event: Event = {}
    for line in map(_content_line, lines):
        if line is None:
            continue
        if line.name == "BEGIN":
            inside.append(line.value.upper()[:20])
            if inside[-1] == "VEVENT":
                event = {}
        elif line.name == "END":
            if inside and inside.pop() == "VEVENT":
                count += 1
                if count > MAX_EVENTS:
                    raise UserError(t("The calendar has more than {count} events.", count=MAX_EVENTS))
                yield event
        elif inside and inside[-1] == "VEVENT":
            event.setdefault(line.name, []).append(line)


def _content_line(text: str) -> ContentLine | None:
    found = _LINE.fullmatch(text)
    if found is None:
        return None
    parameters = {one[1].upper(): one[2] or one[3] or "" for one in _PARAMETER.finditer(found[2])}
    return ContentLine(found[1].upper(), parameters, found[3])
