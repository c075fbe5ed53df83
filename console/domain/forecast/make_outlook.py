"""Making the outlook of a series: repair, try every provider on the past, choose, and calibrate the band."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from math import expm1
from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.backtest import Backtest
from console.domain.forecast.choice import best_choice, choices
from console.domain.forecast.day_grid import day_grid, local_places
from console.domain.forecast.demand_series import DAY_S
from console.domain.forecast.measure import UNITS
from console.domain.forecast.outlook import LevelsAhead, Outlook, SpreadAhead
from console.domain.forecast.outlook_note import outlook_notes
from console.domain.forecast.provider import Past
from console.domain.forecast.providers.components import Components
from console.domain.forecast.providers.robust_profile import RobustProfile
from console.domain.forecast.providers.weekly_naive import WeeklyNaive
from console.domain.forecast.repaired_past import repaired_past
from console.domain.forecast.rolling_origin import rolling_origin
from console.domain.forecast.spread import spread
from console.domain.forecast.tried import tried
from console.domain.resource import ResourceRef

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from console.domain.forecast.campaign import Campaign
    from console.domain.forecast.choice import Choice
    from console.domain.forecast.demand_key import DemandKey
    from console.domain.forecast.demand_series import DemandSeries
    from console.domain.forecast.provider import Paths, Provider
    from console.domain.forecast.repaired_past import RepairedPast
    from console.domain.forecast.spread import Spread

PROVIDERS: tuple[Provider, ...] = (RobustProfile(), Components(), WeeklyNaive())
"""The usual one first; see ``best_choice``."""
LEAST_D = 3
"""Days of history without which there is nothing to say."""
_METHOD = 3
_SHOWN_D = 182
_MOST_GROWTH = 10.0  # tenfold in a year; what a short steep past says beyond is noise


def outlook_ref(connection: str, key: DemandKey) -> ResourceRef:
    """Return the identity of the row of a demand."""
    return ResourceRef(connection, "Outlook", key.measure.value, f"{key.cell}/{key.segment}")


def content_of(series: DemandSeries, horizon_d: int, campaigns: Sequence[Campaign]) -> str:
    """Return what tells everything that an outlook is made of, and this way of making it, from any other."""
    whole = f"{_METHOD}|{horizon_d}|{series.digest()}|{campaigns!r}"
    return sha256(whole.encode()).hexdigest()


def make_outlook(
    connection: str,
    series: DemandSeries,
    horizon_d: int,
    campaigns: Sequence[Campaign] = (),
    providers: Sequence[Provider] = PROVIDERS,
) -> Outlook:
    """Return what a series with at least one known value says of the next days.

    ``campaigns`` are those of its time: their effect is measured, and the rest is learnt from without them.
    The same series gives the same outlook.
    """
    past = repaired_past(series, campaigns)
    plain = replace(_plain(connection, series, past), content=content_of(series, horizon_d, campaigns))
    if past.profile is None or len(past.grid.values) < LEAST_D:
        return replace(plain, notes=outlook_notes(past, plain, horizon_d))
    first, count = _days_ahead(past, horizon_d)
    known = Past(past.grid, past.profile)
    ahead = {one.key: one.paths(known, max(first + count, 1)) for one in providers}
    trials = rolling_origin(past.grid, providers, horizon_d)
    some = choices(providers, ahead, trials)
    chosen = best_choice(providers, some, trials)
    used = [one for one in trials if chosen.provider in one.said]
    band = spread(past.grid, past.profile, used, chosen.provider, chosen.expected)
    found = replace(
        plain,
        horizon_d=horizon_d,
        provider=chosen.provider,
        backtest=tried(trials, some, chosen, band, past.scale),
        growth_per_year=_growth(ahead, some),
        effects=past.effects,
        shape=_rounded(ahead[chosen.provider].shape.ravel()),
        levels=_levels(ahead[chosen.provider], chosen, np.clip(first + np.arange(count), 0, None)),
        spread=_spread(band),
    )
    return replace(found, notes=outlook_notes(past, found, horizon_d))


def _plain(connection: str, series: DemandSeries, past: RepairedPast) -> Outlook:
    """Return an outlook that says only what was."""
    key = series.key
    ended = series.values[: round((past.series.end_s - series.first_s) / series.step_s)]
    days = day_grid(replace(series, zone=past.series.zone, values=ended))  # with those before it was there
    peaks = [_highest(day) for day in days.values[-_SHOWN_D:]]
    return Outlook(
        outlook_ref(connection, key),
        key,
        UNITS[key.measure],
        past.series.zone,
        past.series.end_s,
        series.step_s,
        0,
        len(day_grid(past.series).values),
        "",
        Backtest(""),
        past_day=days.first_day + len(days.values) - len(peaks),
        past_peaks=tuple(peaks),
        source=series.source,
        signed=past.scale.signed,
        offset=past.scale.offset,
    )


def _highest(day: NDArray[np.float64]) -> float | None:
    known = day[np.isfinite(day)]
    return float(f"{known.max():.6g}") if len(known) else None


def _days_ahead(past: RepairedPast, horizon_d: int) -> tuple[int, int]:
    """Return where the first day ahead stands, counted from the first that the grid lacks, and how many days follow.

    The first one is -1 when the grid has the beginning of that day already.
    """
    series = past.series
    steps = horizon_d * DAY_S // series.step_s
    days, _ = local_places(series.zone, series.end_s, series.step_s, steps)
    return int(days[0]) - past.grid.first_day - len(past.grid.values), int(days[-1] - days[0]) + 1


def _levels(paths: Paths, chosen: Choice, places: NDArray[np.int64]) -> LevelsAhead:
    def mean(names: Sequence[str]) -> tuple[float, ...]:
        return _rounded(np.mean([paths.level(name) for name in names], axis=0)[places])

    return LevelsAhead(mean(chosen.expected), mean(chosen.level), mean(chosen.growth))


def _growth(ahead: Mapping[str, Paths], some: Sequence[Choice]) -> float | None:
    """Return the growth of a year at the rate of the usual provider's trend; ``None`` without one."""
    first = some[0]
    path = ahead[first.provider].level(first.growth[0])
    if first.growth == first.level or len(path) < 2:
        return None
    yearly = float(path[-1] - path[0]) / (len(path) - 1) * 365.0
    return float(f"{min(expm1(min(yearly, 10.0)), _MOST_GROWTH):.4g}")


def _spread(band: Spread) -> SpreadAhead:
    return SpreadAhead(
        _rounded(band.noise),
        float(f"{band.peak_noise:.6g}"),
        float(f"{band.doubt:.6g}"),
        _rounded(band.hours),
        _rounded(band.peaks),
    )


def _rounded(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(f"{one:.6g}") for one in values.tolist())
