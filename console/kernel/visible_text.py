"""Text from elsewhere for one screen: what cannot be seen, or reorders what is seen, becomes a visible mark."""

from __future__ import annotations

import re
from functools import cache

_MARK = "�"
# C0 and C1 controls (ESC and CSI among them), bidirectional marks and overrides, line separators, lone surrogates.
_UNSEEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff"


def visible_lines(text: str, most: int = 0) -> str:
    """Return ``text`` with marks for unseen characters, tabs and line ends kept; cut after ``most`` characters."""
    short = _cut(text, most)
    return short if short.isprintable() else _unseen().sub(_MARK, short.replace("\r\n", "\n"))


def visible_line(text: str, most: int = 0) -> str:
    """Return the same on one line: tabs and line ends are blanks."""
    short = _cut(text, most)
    return short if short.isprintable() else _unseen("\t\n").sub(_blank_or_mark, short)


@cache
def _unseen(also: str = "") -> re.Pattern[str]:
    """Made when first needed: most texts need none, and making it takes a millisecond of every start."""
    return re.compile(f"[{also}{_UNSEEN}]")


def _blank_or_mark(found: re.Match[str]) -> str:
    return " " if found.group() in "\t\n\r" else _MARK


def _cut(text: str, most: int) -> str:
    return f"{text[:most]}…" if most and len(text) > most else text
