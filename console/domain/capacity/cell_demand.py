"""What a cell will have to carry: the peak of each day, as forecast."""

from __future__ import annotations

from math import floor
from typing import NamedTuple

_DAY_S, _HALF_S = 86_400.0, 13.5 * 3600.0


def calendar_day(begin_s: float) -> int:
    """Return the calendar day (since 1970) that begins at a moment somewhere: days of two places have one name."""
    return floor((begin_s + _HALF_S) / _DAY_S)


class CellDemand(NamedTuple):
    """Requests per second in the busiest hour of each day: the middle, and where four of five will be.

    ``days`` are the days' first moments (unix seconds) in ``zone``, ascending, as many as values. ``peak_buffer`` is
    the 95th percentile of (actual peak / forecast peak - 1) of past forecasts, 0 or more.
    """

    days: tuple[float, ...]
    middle: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    peak_buffer: float
    zone: str = "UTC"

    @property
    def peak(self) -> float:
        """Return the greatest expected peak; 0 without any day."""
        return max(self.middle, default=0.0)

    def times(self, factor: float) -> CellDemand:
        """Return a demand of ``factor`` times as much."""
        return self._replace(
            middle=tuple(one * factor for one in self.middle),
            lower=tuple(one * factor for one in self.lower),
            upper=tuple(one * factor for one in self.upper),
        )
