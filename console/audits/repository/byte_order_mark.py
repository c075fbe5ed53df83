"""Byte-order marks of files: texts are read without, what is to fit a file as it is needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_MARK = "\ufeff"


def mark_of(checkout: Checkout, path: str) -> str:
    """Return the byte-order mark that a file begins with; mostly none."""
    return _MARK if checkout.content(path, 3) == _MARK.encode() else ""
