"""Text from elsewhere on a terminal: control characters are shown, never sent."""

import re

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Return ``text`` with control and reordering characters replaced by a visible mark; a tab is a blank."""
    return _CONTROL.sub(lambda found: " " if found.group() in "\t\n\r" else "�", text)


def one_line(text: str) -> str:
    """Return ``text`` on one line, without control characters."""
    return visible(" ".join(text.split("\n"))).strip()
