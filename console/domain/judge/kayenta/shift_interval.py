"""The confidence interval of the shift between two samples, by inverting the Mann-Whitney test."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from console.domain.judge.kayenta.zero_point import zero_point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ShiftInterval:
    """How much larger the experiment is than the control: interval and estimate, in the unit of the values."""

    low: float
    high: float
    estimate: float


def shift_interval(
    experiment: "NDArray[np.float64]", control: "NDArray[np.float64]", confidence: float
) -> ShiftInterval:
    """Return the interval, by the normal approximation with ties and continuity corrected."""
    quantile = NormalDist().inv_cdf((1 - confidence) / 2)
    least, most = float(experiment.min() - control.max()), float(experiment.max() - control.min())

    def root(level: float) -> float:
        def distance(shift: float) -> float:
            return rank_distance(shift, level, experiment, control)

        return _within(distance, least, most)

    return ShiftInterval(root(-quantile), root(quantile), root(0.0))


def _within(distance: Callable[[float], float], least: float, most: float) -> float:
    at_least, at_most = distance(least), distance(most)
    if at_least <= 0:
        return least
    if at_most >= 0:
        return most
    return zero_point(distance, least, most, at_least, at_most)


def rank_distance(
    shift: float, quantile: float, experiment: "NDArray[np.float64]", control: "NDArray[np.float64]"
) -> float:
    """Return how far the standardised rank sum of the experiment less ``shift`` is above ``quantile``."""
    import numpy as np  # noqa: PLC0415 - heavy

    n, m = len(experiment), len(control)
    _, places, counts = np.unique(
        np.concatenate((experiment - shift, control)), return_inverse=True, return_counts=True
    )
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    off = float(ranks[:n].sum()) - n * (n + 1) / 2 - n * m / 2
    ties = float((counts.astype(float) ** 3 - counts).sum()) / ((n + m) * (n + m - 1))
    spread = math.sqrt(n * m / 12 * (n + m + 1 - ties))
    if spread == 0:
        return -quantile
    return (off - math.copysign(0.5, off) * (off != 0)) / spread - quantile
