"""The usual week of a series, and the level of each day once the week is taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from console.domain.forecast.day_grid import DayGrid

_ROUNDS = 3
_MEDIAN_NOISE = 1.57  # a median varies by this much more than a mean
_FENCE = 4.5  # times the median deviation: further out an hour counts only this much
_LONGEST_D = 182
_WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class WeekProfile:
    """``shape[weekday, slot]`` around zero, and ``levels`` by day; both on the additive scale. No level is a gap."""

    shape: NDArray[np.float64]
    levels: NDArray[np.float64]


def week_profile(grid: DayGrid) -> WeekProfile:
    """Return the usual week of a grid with one day at least, by medians: single days and bursts do not bend it.

    The week is that of the last half year. Below two weeks of days all weekdays are alike.
    """
    shape = _shape(grid.values[-_LONGEST_D:], grid.weekdays[-_LONGEST_D:])
    return WeekProfile(shape, _filled(_levels(grid.values - shape[grid.weekdays])))


def _shape(values: NDArray[np.float64], weekdays: NDArray[np.int64]) -> NDArray[np.float64]:
    levels = _row_median(values)
    shape = np.zeros((_WEEK, values.shape[1]))
    for _ in range(_ROUNDS):
        rest = values - moving_median(levels, _WEEK)[:, None]
        shape = _shrunk(rest, weekdays) if len(values) >= 2 * _WEEK else _daily(rest)
        levels = _levels(values - shape[weekdays])
    return shape


def _daily(rest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one day for all weekdays."""
    day = np.nan_to_num(_column_median(rest))
    return np.tile(day - day.mean(), (_WEEK, 1))


def _shrunk(rest: NDArray[np.float64], weekdays: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return a week of its own for every hour, drawn to day level + usual day as far as chance could explain it."""
    full = np.stack([_column_median(rest[weekdays == day]) for day in range(_WEEK)])
    day_levels = _row_mean(full)
    plain = _column_median(rest - day_levels[weekdays][:, None])[None] + day_levels[:, None]
    full = np.where(np.isfinite(full), full, plain)
    chance = np.nanmean((rest - full[weekdays]) ** 2) * _MEDIAN_NOISE * _WEEK / len(rest)
    own = float(np.nanmean((full - plain) ** 2))
    trust = max(0.0, 1.0 - float(chance) / own) if own > 0 else 0.0
    shape = np.nan_to_num(trust * full + (1.0 - trust) * plain)
    return np.asarray(shape - shape.mean())


def _levels(rest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each day's rest, in which hours far off count as much as those at a fence."""
    middle = _row_median(rest)[:, None]
    spread = np.nanmedian(np.abs(rest - middle))
    fence = _FENCE * spread if spread > 0 else np.inf
    return _row_mean(np.clip(rest, middle - fence, middle + fence))


def moving_median(levels: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the median around each place; shorter at the ends, gaps bridged."""
    half = width // 2
    padded = np.pad(levels, (half, half), constant_values=np.nan)
    return _filled(_row_median(np.lib.stride_tricks.sliding_window_view(padded, width)))


def _filled(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    known = np.isfinite(levels)
    if known.all() or not known.any():
        return np.nan_to_num(levels)
    places = np.arange(len(levels))
    return np.interp(places, places[known], levels[known])


def _row_median(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return _of_known(np.nanmedian, values)


def _column_median(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return _of_known(np.nanmedian, values.T)


def _row_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return _of_known(np.nanmean, values)


def _of_known(reduce: Callable[..., Any], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Reduce the rows in which something is known; the others are gaps, without numpy's warning."""
    found = np.full(len(values), np.nan)
    some = np.isfinite(values).any(axis=1)
    if some.any():
        found[some] = reduce(values[some], axis=1)
    return found
