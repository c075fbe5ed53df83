"""Differences of ratios in words."""

from __future__ import annotations

from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, number, signed


def points(difference: float | None) -> str:
    """Return a difference of two ratios in percentage points: 0.062 is 6.2 points."""
    return UNKNOWN if difference is None else t("{number} points", number=number(difference * 100, 1))


def signed_points(difference: float, decimals: int = 1) -> str:
    """Return the same with its sign: what grew or fell by percentage points, not by percent of what it was."""
    return t("{number} points", number=signed(difference * 100, decimals))
