"""Patches that write or add a whole file."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from console.audits.repository.byte_order_mark import mark_of

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout


def mended_patch(checkout: Checkout, path: str, old: str, new: str) -> str:
    """Return a difference from the text of a file to another; its byte-order mark stays."""
    mark = mark_of(checkout, path)
    return file_patch(path, mark + old, mark + new)


def file_patch(path: str, old: str, new: str) -> str:
    """Return a difference from one text of a file to another; an empty ``old`` adds the file."""
    before = "/dev/null" if not old else f"a/{path}"
    lines = difflib.unified_diff(_lines(old), _lines(new), before, f"b/{path}")
    return "".join(lines)


def _lines(text: str) -> list[str]:
    ended = text if not text or text.endswith("\n") else f"{text}\n"
    return ended.splitlines(keepends=True)
