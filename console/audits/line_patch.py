"""Patches that change a line: unified differences that git applies."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout


def line_patch(checkout: Checkout, path: str, number: int, mended: str | None) -> str:
    """Return a difference that replaces a line (``None`` takes it out); empty when that would change nothing."""
    old = checkout.text(path).splitlines(keepends=True)
    if not 0 < number <= len(old):
        return ""
    ending = old[number - 1][len(old[number - 1].rstrip("\r\n")) :]
    new = [*old[: number - 1], *([] if mended is None else [mended + ending]), *old[number:]]
    return "".join(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"))
