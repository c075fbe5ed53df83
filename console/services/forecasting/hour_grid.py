"""The hours that are looked back on, and putting points of any source onto them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from console.domain.forecast.demand_series import DAY_S, HOUR_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_PART_H = 92 * 24


class HourGrid(NamedTuple):
    """``hours`` hours, the first of which begins at ``first_s`` (unix seconds)."""

    first_s: float
    hours: int

    @staticmethod
    def until(now_s: float, days: int) -> HourGrid:
        """Return the last whole hours of some days."""
        end_s = now_s // HOUR_S * HOUR_S
        return HourGrid(end_s - days * DAY_S, days * DAY_S // HOUR_S)

    @property
    def end_s(self) -> float:
        """Return when the last hour ends (unix seconds)."""
        return self.first_s + self.hours * HOUR_S

    def nothing(self) -> NDArray[np.float64]:
        """Return gaps only."""
        return np.full(self.hours, np.nan)

    def placed(self, ends: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the hours that end at some times, and which of them are of this grid."""
        hours = np.rint((ends - self.first_s) / HOUR_S).astype(np.int64) - 1
        return hours, (hours >= 0) & (hours < self.hours)

    def parts(self) -> Iterator[tuple[float, float]]:
        """Yield the ends of the first and the last hour of quarters of a year, the latest first."""
        for last in range(self.hours, 0, -_PART_H):
            first = max(1, last - _PART_H + 1)
            yield self.first_s + first * HOUR_S, self.first_s + last * HOUR_S
