"""Edits of a text, taken from unified differences against one and the same original."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_NONE = "/dev/null"
_MARK = "\\ No newline at end of file"


class TextEdit(NamedTuple):
    """``old`` lines from ``start`` (0: before the first) become ``new``; lines keep their endings."""

    start: int
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def changed(self) -> int:
        """Return how many lines it takes out and puts in."""
        return len(self.old) + len(self.new)


def edits_of(patch: str, originals: dict[str, str]) -> dict[str, tuple[TextEdit, ...]]:
    """Return the edits of a difference by path; raise ``ValueError`` when it does not fit ``originals``.

    A file that is made must not be among the originals; one that is taken away is refused: nothing safe deletes.
    """
    found: dict[str, tuple[TextEdit, ...]] = {}
    for part in re.split(r"^(?=--- )", patch, flags=re.M)[1:]:
        head, *body = part.splitlines(keepends=True)
        before, after = _path(head, "--- "), _path(body[0] if body else "", "+++ ")
        if after == _NONE or before not in {_NONE, after} or after in found:
            raise ValueError(after)
        if (before == _NONE) == (after in originals):
            raise ValueError(after)
        lines = originals.get(after, "").splitlines(keepends=True)
        found[after] = tuple(_edits(body[1:], lines))
    if not found:
        raise ValueError(patch[:80])
    return found


def edited(text: str, edits: Iterable[TextEdit]) -> str:
    """Return the text with all edits; raise ``ValueError`` when two of them touch the same lines."""
    lines = text.splitlines(keepends=True)
    last = len(lines) + 1
    for one in sorted(set(edits), reverse=True):
        if one.start + max(1, len(one.old)) > last:
            raise ValueError(one.start)
        lines[one.start : one.start + len(one.old)] = one.new
        last = one.start
    return "".join(lines)


def _path(line: str, mark: str) -> str:
    name = line.removeprefix(mark).rstrip("\n")
    if not line.startswith(mark) or not name:
        raise ValueError(line[:80])
    return name if name == _NONE else name[2:]


def _edits(body: list[str], lines: list[str]) -> Iterator[TextEdit]:
    place = 0
    while place < len(body):
        hunk = _HUNK.match(body[place])
        if hunk is None:
            raise ValueError(body[place][:80])
        gone, come = int(hunk[2] or 1), int(hunk[3] or 1)
        start = int(hunk[1]) - (1 if gone else 0)
        end = place + 1
        while end < len(body) and (gone or come or body[end].startswith(_MARK)):
            gone -= body[end][0] in " -"
            come -= body[end][0] in " +"
            end += 1
        if gone or come:
            raise ValueError(body[place][:80])
        yield from _hunk(body[place + 1 : end], max(0, start), lines)
        place = end


def _hunk(body: list[str], start: int, lines: list[str]) -> Iterator[TextEdit]:
    """Yield the edits of a hunk without its context, which must be there."""
    at, first = start, start
    old: list[str] = []
    new: list[str] = []
    for line in [*body, " "]:
        if line[0] == "\\":
            continue
        if line[0] == "+":
            new.append(line[1:])
            continue
        if line[0] == " " and (old or new):
            yield TextEdit(first, tuple(old), tuple(new))
            old, new = [], []
        if line != " " and (at >= len(lines) or lines[at] != line[1:]):
            raise ValueError(line[:80])
        if line[0] == "-":
            old.append(line[1:])
        at += 1
        first = at - len(old)
