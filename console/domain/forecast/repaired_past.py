"""The past of a series made fit to learn from: on its scale, without campaigns and outages, by local days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.campaign_measure import covered, measure_campaigns
from console.domain.forecast.day_grid import day_grid, local_places
from console.domain.forecast.demand_series import DAY_S
from console.domain.forecast.fitting_clock import with_fitting_clock
from console.domain.forecast.value_scale import scale_of
from console.domain.forecast.week_profile import week_profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from console.domain.forecast.campaign import Campaign
    from console.domain.forecast.campaign_effect import CampaignEffect
    from console.domain.forecast.day_grid import DayGrid
    from console.domain.forecast.demand_series import DemandSeries
    from console.domain.forecast.value_scale import ValueScale
    from console.domain.forecast.week_profile import WeekProfile

_OUTAGE = 2.0  # a seventh of the usual, on the logarithmic scale
_OUTAGE_DEVIATIONS = 12.0  # median deviations: what is that far down is no demand
_NEW_D, _MOSTLY = 7, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class RepairedPast:
    """``series`` ends with its last known step, and begins with what it was first asked for where it is new.

    ``outages`` counts the steps that were taken for failures.
    """

    series: DemandSeries
    scale: ValueScale
    grid: DayGrid
    profile: WeekProfile | None
    effects: tuple[CampaignEffect, ...]
    outages: int


def repaired_past(series: DemandSeries, campaigns: Sequence[Campaign]) -> RepairedPast:
    """Return the past of a series with at least one known value; the profile is ``None`` without a whole day."""
    series = _opened(_ended(series))
    scale = scale_of(series.values)
    scaled = with_fitting_clock(replace(series, values=scale.to_scale(series.values)))
    series = replace(series, zone=scaled.zone)
    times = series.first_s + series.step_s * np.arange(len(series.values), dtype=np.float64)
    plain = replace(scaled, values=np.where(covered(times, series.step_s, campaigns), np.nan, scaled.values))
    grid = day_grid(plain)
    if not len(grid.values):
        return RepairedPast(series, scale, grid, None, (), 0)
    excess = _excess(scaled, grid, week_profile(grid))
    failed = _outages(np.where(np.isfinite(plain.values), excess, np.nan))
    if failed.any():
        grid = day_grid(replace(plain, values=np.where(failed, np.nan, plain.values)))
    profile = week_profile(grid)
    effects = measure_campaigns(times, series.step_s, _excess(scaled, grid, profile), campaigns)
    return RepairedPast(series, scale, grid, profile, effects, int(failed.sum()))


def _ended(series: DemandSeries) -> DemandSeries:
    last = np.flatnonzero(np.isfinite(series.values))[-1]
    return replace(series, values=series.values[: last + 1])


def _opened(series: DemandSeries) -> DemandSeries:
    """Return a series without the zeros of before it was there: a week or more, then something most of the time."""
    some = np.flatnonzero(np.nan_to_num(series.values))
    first = int(some[0]) if len(some) else 0
    unused_s = int((series.values[:first] == 0).sum()) * series.step_s
    if unused_s < _NEW_D * DAY_S or len(some) < _MOSTLY * (len(series.values) - first):
        return series
    return replace(series, first_s=series.first_s + first * series.step_s, values=series.values[first:])


def _excess(scaled: DemandSeries, grid: DayGrid, profile: WeekProfile) -> NDArray[np.float64]:
    """Return how far each step of a series is above the usual."""
    days, slots = local_places(scaled.zone, scaled.first_s, scaled.step_s, len(scaled.values))
    places = np.clip(days - grid.first_day, 0, len(grid.values) - 1)
    weekdays = (days + 3) % 7
    return np.asarray(scaled.values - profile.shape[weekdays, slots] - profile.levels[places])


def _outages(excess: NDArray[np.float64]) -> NDArray[np.bool_]:
    spread = float(np.nanmedian(np.abs(excess)))
    limit = max(_OUTAGE, _OUTAGE_DEVIATIONS * spread)
    return np.asarray(np.nan_to_num(excess) < -limit)
