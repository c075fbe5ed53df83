"""Which clock a demand lives by: that of people, which is put forward and back, or one that runs through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.day_grid import clock_offsets, day_grid
from console.domain.forecast.demand_series import HOUR_S
from console.domain.forecast.week_profile import week_profile

if TYPE_CHECKING:
    from console.domain.forecast.demand_series import DemandSeries

_AROUND_H = 42 * 24
"""Hours before and after a change of the clocks that are looked at."""


def with_fitting_clock(series: DemandSeries) -> DemandSeries:
    """Return the series with the zone in which its days are more alike, on the additive scale.

    Machines, and users elsewhere, do not follow the clocks of a cell's country. Without a change of the clocks in its
    past nothing tells them apart, and the zone stays.
    """
    if series.step_s != HOUR_S:
        return series
    hours = np.arange(len(series.values), dtype=np.float64)
    offsets = clock_offsets(series.zone, series.first_s + HOUR_S * hours)
    changes = np.flatnonzero(np.diff(offsets))
    whole_hours = offsets[-1] % HOUR_S == 0
    if not len(changes) or not whole_hours:
        return series
    around = slice(max(0, int(changes[-1]) - _AROUND_H), int(changes[-1]) + _AROUND_H)
    near = replace(series, first_s=series.first_s + around.start * HOUR_S, values=series.values[around])
    fixed = f"Etc/GMT{-round(offsets[-1] / HOUR_S):+d}"  # POSIX counts westwards
    return series if _unlikeness(near) <= _unlikeness(replace(near, zone=fixed)) else replace(series, zone=fixed)


def _unlikeness(series: DemandSeries) -> float:
    grid = day_grid(series)
    if not len(grid.values):
        return 0.0
    profile = week_profile(grid)
    return float(np.nanmedian(np.abs(grid.values - profile.shape[grid.weekdays] - profile.levels[:, None])))
