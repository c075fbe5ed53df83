"""Plain text inside Markdown: nothing of it is markup for CommonMark or GitHub."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>~|#$^])")
_LINE_BEGIN = re.compile(r"^(?:(\d{1,9})([.)])(?=\s|$)|([-+])(?=\s|$)|([-=])(?=[-=\s]*$)|(:)(?=[-:|\s]*$))")
_SCHEME = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)|(\w)(@)(?=\w)")


def inline(text: str, *, begins_line: bool = True) -> str:
    """Return a text for one line of Markdown; line ends become blanks."""
    flat = " ".join(text.split())
    escaped = _SPECIAL.sub(r"\\\1", flat.replace("&", "&amp;"))
    escaped = _SCHEME.sub(_no_link, escaped)
    return _LINE_BEGIN.sub(_no_list, escaped) if begins_line else escaped


def _no_link(found: re.Match[str]) -> str:
    """Take away what makes a bare address a link; it reads the same."""
    first, second = (one for one in found.groups() if one)
    return f"{first}&#{ord(second)};"


def _no_list(found: re.Match[str]) -> str:
    number, point, *others = found.groups()
    return f"{number}\\{point}" if number else f"\\{next(one for one in others if one)}"


def fenced(text: str, language: str = "") -> str:
    """Return a code block whose fence is longer than any within."""
    longest = max((len(one) for one in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    name = language if re.fullmatch(r"[a-z0-9]*", language) else ""
    return f"{fence}{name}\n{text}\n{fence}"
