"""Patches from what ruff says is safe to mend."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from console.audits.line_patch import marked_lines

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.tools.ruff_run import RuffNote, RuffPlace

_MOST_LINES = 200


def note_patch(checkout: Checkout, note: RuffNote) -> str:
    """Return a difference for a note with a safe fix of at most 200 lines; else empty."""
    fix = note.fix
    if fix is None or fix.applicability != "safe" or not fix.edits:
        return ""
    old = checkout.text(note.filename)
    starts = _starts(old)
    new = old
    for edit in sorted(fix.edits, key=lambda one: (one.location.row, one.location.column), reverse=True):
        begin, end = _offset(starts, edit.location), _offset(starts, edit.end_location)
        if begin is None or end is None or begin > end:
            return ""
        new = new[:begin] + edit.content + new[end:]
    before = marked_lines(checkout, note.filename, old.splitlines(keepends=True))
    after = marked_lines(checkout, note.filename, new.splitlines(keepends=True))
    lines = list(difflib.unified_diff(before, after, f"a/{note.filename}", f"b/{note.filename}"))
    return "" if len(lines) > _MOST_LINES else "".join(lines)


def _starts(text: str) -> list[int]:
    found = [0]
    for line in text.splitlines(keepends=True):
        found.append(found[-1] + len(line))
    return found


def _offset(starts: list[int], place: RuffPlace) -> int | None:
    """Return where a place is; ruff counts columns in characters, from 1."""
    return starts[place.row - 1] + place.column - 1 if 0 < place.row <= len(starts) else None
