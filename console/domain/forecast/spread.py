"""How far demand may be from its forecast: noise of the hours, doubt about the level that grows with the distance."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.fan import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from console.domain.forecast.day_grid import DayGrid
    from console.domain.forecast.rolling_origin import Trial
    from console.domain.forecast.week_profile import WeekProfile

GROWTH = 0.45
"""Doubt about a level grows with this power of the days ahead: a little less than that of a random walk, which is 0.5.

A power estimated from ten overlapping origins is too low, because the paths were chosen by those same origins.
"""
_CAUTION = 1.1  # for the same reason
_UNTRIED = 0.15  # doubt about the level of one day ahead where nothing could be tried (logarithmic scale)
_PLAIN_ORIGINS = 3.0  # as many origins as the normal distribution is worth
_NARROWEST = 0.47  # of the normal distribution
_NORMAL = np.array([NormalDist().inv_cdf(level) for level in LEVELS])


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Standard deviations on the additive scale: ``noise`` by slot, ``peak_noise``, and ``doubt`` for one day ahead.

    ``hours`` and ``peaks`` are what the quantiles ``LEVELS`` are in such deviations, as the past has shown.
    """

    noise: NDArray[np.float64]
    peak_noise: float
    doubt: float
    hours: NDArray[np.float64]
    peaks: NDArray[np.float64]

    def of_hours(self, days: int) -> NDArray[np.float64]:
        """Return the deviation of each ``[day, slot]`` of the next days."""
        return np.asarray(np.sqrt(self.noise[None] ** 2 + (self.doubt**2 * doubt_growth(days) ** 2)[:, None]))

    def of_peaks(self, days: int) -> NDArray[np.float64]:
        """Return the deviation of each day's peak."""
        return np.asarray(np.sqrt(self.peak_noise**2 + (self.doubt * doubt_growth(days)) ** 2))


def doubt_growth(days: int) -> NDArray[np.float64]:
    """Return the multiple of the first day's doubt, for each of the next days."""
    return np.arange(1.0, days + 1.0) ** GROWTH


def spread(grid: DayGrid, profile: WeekProfile, trials: Sequence[Trial], provider: str, names: Sequence[str]) -> Spread:
    """Return what a grid and the trials of the chosen paths show."""
    noise = _noise(grid, profile)
    rests = [one.actual - one.course(provider, names) for one in trials]
    doubt = _doubt(rests, noise)
    missed = [peak_misses(one, provider, names) for one in trials]
    peak_noise = _peak_noise(missed, noise)
    plain = Spread(noise, peak_noise, doubt, _NORMAL, _NORMAL)
    hours = [normalised(rest, plain.of_hours(len(rest))) for rest in rests]
    peaks = [normalised(one, plain.of_peaks(len(one))) for one in missed]
    return Spread(noise, peak_noise, doubt, calibrated(hours, middle=0.0), calibrated(peaks, middle=None))


def normalised(rest: NDArray[np.float64], deviation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the known distances in deviations; none where there is no deviation at all."""
    known = np.isfinite(rest) & (deviation > 0)
    return np.asarray(rest[known] / deviation[known])


def _noise(grid: DayGrid, profile: WeekProfile) -> NDArray[np.float64]:
    """Return the deviation around the usual week by slot, drawn half-way to that of all, bursts cut off."""
    rest = grid.values - profile.shape[grid.weekdays] - profile.levels[:, None]
    known = rest[np.isfinite(rest)]
    cut = np.clip(rest, *np.quantile(known, (0.005, 0.995))) ** 2
    some = np.isfinite(cut).any(axis=0)
    by_slot = np.full(cut.shape[1], float(np.nanmean(cut)))
    by_slot[some] = np.nanmean(cut[:, some], axis=0)
    weeks = max(1.0, len(grid.values) / 7)
    return np.asarray(np.sqrt((0.7 * by_slot + 0.3 * float(np.nanmean(cut))) * (1.0 + 1.0 / weeks)))


def _doubt(rests: Sequence[NDArray[np.float64]], noise: NDArray[np.float64]) -> float:
    """Return the deviation of the level one day ahead, from all distances, the near ones counting most."""
    if not rests:
        return float(np.hypot(_UNTRIED, noise.mean() / 2))
    longest = max(len(one) for one in rests)
    power, count = np.zeros(longest), np.zeros(longest)
    for rest in rests:
        days = np.isfinite(rest).any(axis=1)
        power[: len(rest)][days] += np.nanmean(rest[days], axis=1) ** 2
        count[: len(rest)] += days
    told = np.flatnonzero((count > 0) & (power > 0))
    if not len(told):
        return 0.0
    ahead = told + 1.0
    weight = np.sqrt(count[told]) / ahead
    first_day = 0.5 * np.log(power[told] / count[told]) - GROWTH * np.log(ahead)
    return _CAUTION * float(np.exp(weight @ first_day / weight.sum()))


def peak_misses(trial: Trial, provider: str, names: Sequence[str]) -> NDArray[np.float64]:
    """Return by how much each day's highest hour was above the highest forecast one; gaps stay gaps."""
    known = np.isfinite(trial.actual)
    course = np.where(known, trial.course(provider, names), -np.inf).max(axis=1)
    actual = np.where(known, trial.actual, -np.inf).max(axis=1)
    some = known.any(axis=1)
    return np.where(some, np.where(some, actual, 0.0) - np.where(some, course, 0.0), np.nan)


def _peak_noise(missed: Sequence[NDArray[np.float64]], noise: NDArray[np.float64]) -> float:
    """Return the deviation of a day's peak from the mean of its trial."""
    rests = [one - np.nanmean(one) for one in missed if np.isfinite(one).sum() > 1]
    if not rests:
        return float(noise.max())
    return float(np.sqrt(np.nanmean(np.concatenate(rests) ** 2)))


def calibrated(trials: Sequence[NDArray[np.float64]], *, middle: float | None) -> NDArray[np.float64]:
    """Return the quantiles ``LEVELS`` of known normalised distances, drawn to the normal distribution by few origins.

    They never come closer than half of the normal ones. ``middle`` sets the median, ``None`` lets it be as found.
    """
    pooled = np.concatenate(trials) if trials else np.empty(0)
    if not len(pooled):
        return _NORMAL
    trust = len(trials) / (len(trials) + _PLAIN_ORIGINS)
    drawn = trust * np.quantile(pooled, LEVELS) + (1.0 - trust) * _NORMAL
    centre = float(drawn[len(LEVELS) // 2]) if middle is None else middle
    out = np.sign(_NORMAL) * np.maximum(np.sign(_NORMAL) * (drawn - centre), _NARROWEST * np.abs(_NORMAL))
    return np.asarray(centre + out)
