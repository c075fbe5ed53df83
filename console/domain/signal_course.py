"""How a signal went: one series of one cell over a time."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.signal_key import SignalKey


@dataclass(frozen=True, slots=True)
class SignalCourse:
    """``times`` are unix seconds, ascending, ``step_s`` their distance; ``values`` are in the signal's unit.

    ``query`` is what was asked, ``connection`` who answered (empty: the local history).
    """

    key: SignalKey
    times: tuple[float, ...]
    values: tuple[float, ...]
    step_s: float
    query: str = ""
    connection: str = ""

    def within(self, begin_s: float, end_s: float) -> tuple[tuple[float, float], ...]:
        """Return the points (time, value) of a part of the time; what is no number (0 / 0) is no point."""
        return tuple(
            (at, value)
            for at, value in zip(self.times, self.values, strict=True)
            if begin_s <= at < end_s and isfinite(value)
        )
