"""Series of demand made by rules that tests know."""

import numpy as np
from numpy.typing import NDArray

from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.demand_series import HOUR_S, DemandSeries
from console.domain.forecast.measure import Measure

KEY = DemandKey(Measure.RPS, "tokyo")
MONDAY_S = 1_767_571_200.0  # 5 January 2026, 00:00 UTC
HOUR_OF_DAY = np.array(
    [2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 13, 12, 13, 14, 13, 12, 11, 10, 9, 8, 6, 4, 3], dtype=np.float64
)
WEEKEND = 0.6


def usual_week() -> NDArray[np.float64]:
    """168 hours from Monday on, in requests per second."""
    return np.concatenate([HOUR_OF_DAY * (WEEKEND if day >= 5 else 1.0) * 10.0 for day in range(7)])


def demand(
    weeks: float, *, noise: float = 0.05, growth: float = 0.0, seed: int = 1, hours: int = 0
) -> NDArray[np.float64]:
    """Weeks of hours; ``noise`` is a deviation and ``growth`` the change in a year, both on the logarithmic scale."""
    count = hours or round(weeks * 168)
    random = np.random.default_rng(seed)
    level = growth * np.arange(count) / 8_760.0
    return np.asarray(np.resize(usual_week(), count) * np.exp(level + random.normal(0, noise, count)))


def series(
    values: NDArray[np.float64], *, zone: str = "UTC", first_s: float = MONDAY_S, step_s: int = HOUR_S
) -> DemandSeries:
    """A series of requests of one cell."""
    return DemandSeries(KEY, zone, first_s, step_s, values, "test")
