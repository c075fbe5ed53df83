"""Plain ways to continue the level of a demand day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

GROWING = ("trend-holds", "trend", "trend-28")
"""The names of the paths that go on growing or falling; the first never fades."""

_LONGEST_D = 182
_MONTH = 28
_YEAR = 364  # the same weekday
_FADE, _FADE_SHORT = 0.98, 0.95  # of a trend per day
_STEADIEST = 0.995  # of a level's return to its middle, per day
_DOUBT = 4.0  # a slope counts half when it is twice its error


def level_paths(levels: NDArray[np.float64], days: int) -> Mapping[str, NDArray[np.float64]]:
    """Return paths of ``days`` levels by name, from at least one known level a day."""
    ahead = np.arange(1.0, days + 1.0)
    recent = levels[-_LONGEST_D:]
    middle = float(np.median(recent))
    week, smooth = float(np.mean(recent[-7:])), smoothed(recent, 0.1)
    flat = {
        "week": week,
        "fortnight": float(np.mean(recent[-14:])),
        "month": float(np.mean(recent[-_MONTH:])),
        "middle": middle,
        "smooth-0.3": smoothed(recent, 0.3),
        "smooth-0.1": smooth,
        "smooth-0.05": smoothed(recent, 0.05),
        "half-way": (week + middle) / 2,
    }
    paths = {name: np.full(days, level) for name, level in flat.items()}
    paths["return"] = middle + (float(np.mean(recent[-3:])) - middle) * _persistence(recent - middle) ** ahead
    if len(recent) >= _MONTH:
        slope = trusted_slope(recent)
        paths["trend"] = smooth + slope * np.cumsum(_FADE**ahead)
        paths["trend-28"] = smooth + trusted_slope(recent[-_MONTH:]) * np.cumsum(_FADE_SHORT**ahead)
        paths["trend-holds"] = smooth + slope * ahead
    if len(levels) >= _YEAR + _MONTH:
        paths["year"] = _last_year(levels, days)
    return paths


def smoothed(levels: NDArray[np.float64], weight: float) -> float:
    """Return the exponentially smoothed last level; ``weight`` is that of the newest day."""
    age = np.arange(len(levels))[::-1]
    weights = weight * (1.0 - weight) ** age
    weights[0] /= weight
    return float(weights @ levels)


def trusted_slope(levels: NDArray[np.float64]) -> float:
    """Return the median slope per day, drawn to zero as far as chance could explain it."""
    count = len(levels)
    first, second = np.triu_indices(count, 1)
    slope = float(np.median((levels[second] - levels[first]) / (second - first)))
    rest = levels - slope * np.arange(count)
    error = 2.5 * float(np.std(rest)) * np.sqrt(12.0) / count**1.5
    if error <= 0:
        return slope
    sure = (slope / error) ** 2
    return float(slope * sure / (sure + _DOUBT))


def _persistence(levels: NDArray[np.float64]) -> float:
    power = float(levels[:-1] @ levels[:-1])
    return float(np.clip(levels[1:] @ levels[:-1] / power, 0.0, _STEADIEST)) if power > 0 else 0.0


def _last_year(levels: NDArray[np.float64], days: int) -> NDArray[np.float64]:
    """Return the course of a year ago, at the level of now."""
    moved = float(np.median(levels[-_MONTH:] - levels[-_MONTH - _YEAR : -_YEAR]))
    course = levels[len(levels) - _YEAR :][:days]
    return np.pad(course, (0, days - len(course)), mode="edge") + moved
