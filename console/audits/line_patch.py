"""Patches that change a line: unified differences that git applies."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from console.audits.repository.byte_order_mark import mark_of

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout


def line_patch(checkout: Checkout, path: str, number: int, mended: str | None) -> str:
    """Return a difference that replaces a line (``None`` takes it out); empty when that would change nothing."""
    old = checkout.text(path).splitlines(keepends=True)
    if not 0 < number <= len(old):
        return ""
    ending = old[number - 1][len(old[number - 1].rstrip("\r\n")) :]
    new = [*old[: number - 1], *([] if mended is None else [mended + ending]), *old[number:]]
    before, after = marked_lines(checkout, path, old), marked_lines(checkout, path, new)
    return "".join(difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"))


def marked_lines(checkout: Checkout, path: str, lines: list[str]) -> list[str]:
    """Return the lines of a text with the byte-order mark that the file begins with."""
    return [mark_of(checkout, path) + lines[0], *lines[1:]] if lines else lines
