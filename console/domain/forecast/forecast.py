"""A forecast: demand hour by hour and peak by peak, for one scenario and its campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.run_out import RunOut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.domain.forecast.demand_key import DemandKey
    from console.domain.forecast.fan import Fan
    from console.domain.forecast.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """``hours`` has the steps of the series, ``peaks`` the highest step of each whole local day.

    ``factors`` are what campaigns multiply each step of ``hours`` by, 1 without one.
    """

    key: DemandKey
    scenario: Scenario
    hours: Fan
    peaks: Fan
    factors: NDArray[np.float64]

    def first_over(self, capacity: float) -> RunOut:
        """Return the days on which the daily peak first passes a capacity."""
        days = [_first(self.peaks, level, capacity) for level in (0.9, 0.5, 0.1)]
        return RunOut(*days)


def _first(peaks: Fan, level: float, capacity: float) -> float | None:
    over = np.flatnonzero(peaks.at(level) > capacity)
    return float(peaks.times[over[0]]) if len(over) else None
