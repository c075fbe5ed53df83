"""Patches that write or add a whole file."""

from __future__ import annotations

import difflib


def file_patch(path: str, old: str, new: str) -> str:
    """Return a difference from one text of a file to another; an empty ``old`` adds the file."""
    before = "/dev/null" if not old else f"a/{path}"
    lines = difflib.unified_diff(_lines(old), _lines(new), before, f"b/{path}")
    return "".join(lines)


def _lines(text: str) -> list[str]:
    ended = text if not text or text.endswith("\n") else f"{text}\n"
    return ended.splitlines(keepends=True)
