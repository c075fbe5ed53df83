"""Which paths a project leaves out of its formatter: patterns of strangers, tried only where they cannot take long."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = re.compile(r"[\w\s/.\\^$|()?:*+\[\]-]{0,1000}", re.ASCII)
_REPEATED_GROUP = re.compile(r"\)[*+]|[*+][*+]")
_COMMENT = re.compile(r"(?m)(?<!\\)#.*$")
_SIGN = re.compile(r"\\.|\[\^?\]?[^\]]*\]|[()|*+]", re.S)
_ENDS = re.compile(r"\A\^?\.\*(?![?*+])|(?<!\\)\.\*\$?\Z")
_MOST_REPEATS = 2


def path_pattern(text: object) -> re.Pattern[str] | None:
    """Return a pattern without what could take long: repeated groups, many repeats; ``None`` for any other."""
    if not isinstance(text, str) or not text.strip():
        return None
    if "\n" in text:  # as black has it: such a pattern may have spaces and comments
        text = re.sub(r"\s+", "", _COMMENT.sub("", text))
    text = _ENDS.sub("", text)  # it is searched for: "anything" at either end says nothing
    if not _PLAIN.fullmatch(text) or _REPEATED_GROUP.search(text) or _repeats(text) > _MOST_REPEATS:
        return None
    try:
        return re.compile(text)
    except (re.error, OverflowError):
        return None


def _repeats(text: str) -> int:
    """Return how many repeats follow one another, at most: each makes it longer by the length of a path."""
    most, here, outer = 0, 0, list[tuple[int, int]]()
    for sign in _SIGN.findall(text):
        if sign == "(":
            outer.append((most, here))
            most = here = 0
        elif sign == ")" and outer:
            inside = max(most, here)
            most, here = outer.pop()
            here += inside
        elif sign == "|":
            most, here = max(most, here), 0
        elif sign in {"*", "+"}:
            here += 1
    return max(most, here)


class PathChoice(NamedTuple):
    """``roots`` are the only folders and files (none: all); the others take paths away, or (``only``) all but theirs.

    ``apart`` is matched as black does it, against ``/folder/`` and ``/folder/file.py``.
    """

    roots: tuple[str, ...] = ()
    apart: tuple[re.Pattern[str], ...] = ()
    without: tuple[re.Pattern[str], ...] = ()
    only: tuple[re.Pattern[str], ...] = ()

    def has(self, path: str) -> bool:
        """Return whether a path is formatted."""
        if self.roots and not any(path == one or path.startswith(f"{one}/") for one in self.roots):
            return False
        if any(one.search(path) for one in self.without) or not all(one.search(path) for one in self.only):
            return False
        return not any(one.search(each) for one in self.apart for each in _rooted(path))


def _rooted(path: str) -> Iterator[str]:
    yield f"/{path}"
    folder = posixpath.dirname(path)
    while folder:
        yield f"/{folder}/"
        folder = posixpath.dirname(folder)
