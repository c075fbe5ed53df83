"""A series as days by hours of the local clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from console.domain.forecast.demand_series import DAY_S, HOUR_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.domain.forecast.demand_series import DemandSeries

_THURSDAY = 3  # the weekday of 1 January 1970, from Monday = 0
_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class DayGrid:
    """``values[day, slot]``: 24 slots for hours, one for days; the first day is ``first_day`` days after 1 Jan 1970."""

    first_day: int
    values: NDArray[np.float64]

    @property
    def weekdays(self) -> NDArray[np.int64]:
        """Return the weekday of each day, Monday = 0."""
        return weekdays(self.first_day, len(self.values))

    def upto(self, days: int) -> DayGrid:
        """Return the first days only."""
        return DayGrid(self.first_day, self.values[:days])


def weekdays(first_day: int, count: int) -> NDArray[np.int64]:
    """Return the weekdays, Monday = 0, of days counted from 1 January 1970."""
    return (first_day + np.arange(count) + _THURSDAY) % 7


def local_places(zone: str, first_s: float, step_s: int, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the local day (since 1 January 1970) and the slot in it of each step; days are those of UTC."""
    times = first_s + step_s * np.arange(count, dtype=np.float64)
    if step_s == DAY_S:
        return (times // DAY_S).astype(np.int64), np.zeros(count, np.int64)
    local = times + clock_offsets(zone, times)
    return (local // DAY_S).astype(np.int64), (local % DAY_S // HOUR_S).astype(np.int64)


def clock_offsets(zone: str, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return seconds to add to UTC; asked for once a week, and each hour only where two answers differ."""
    there = ZoneInfo(zone)
    found = np.empty(len(times))
    edges = [*range(0, len(times), 168), len(times)]
    for begin, end in pairwise(edges):
        first, last = _offset(there, times[begin]), _offset(there, times[end - 1])
        same = first == last
        found[begin:end] = first if same else [_offset(there, one) for one in times[begin:end]]
    return found


def _offset(there: ZoneInfo, at_s: float) -> float:
    offset = datetime.fromtimestamp(float(at_s), UTC).astimezone(there).utcoffset()
    return offset.total_seconds() if offset is not None else 0.0


def day_grid(series: DemandSeries) -> DayGrid:
    """Return the grid of a series; days at its ends with less than half of their hours are left out.

    An hour that the clocks repeat holds the mean of both; one that they skip is a gap.
    """
    days, slots = local_places(series.zone, series.first_s, series.step_s, len(series.values))
    width = DAY_S // series.step_s
    known = np.isfinite(series.values)
    if not known.any():
        return DayGrid(0, np.empty((0, width)))
    place = (days - days[0]) * width + slots
    size = int(days[-1] - days[0] + 1) * width
    total = np.bincount(place[known], series.values[known], size)
    count = np.bincount(place[known], minlength=size)
    with np.errstate(invalid="ignore"):
        values = (total / count).reshape(-1, width)
    full = np.flatnonzero(np.isfinite(values).mean(axis=1) >= _LEAST_SHARE)
    if not len(full):
        return DayGrid(0, np.empty((0, width)))
    return DayGrid(int(days[0] + full[0]), values[full[0] : full[-1] + 1])
