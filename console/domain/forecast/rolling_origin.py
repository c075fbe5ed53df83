"""Trying providers from points of the past, as far ahead as the forecast goes or history allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.provider import Past
from console.domain.forecast.week_profile import week_profile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from console.domain.forecast.day_grid import DayGrid
    from console.domain.forecast.provider import Paths, Provider

_LEAST_PAST_D, _STRIDE_D = 28, 7
_MOST = 12


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What came after an origin (``actual[day, slot]``, additive scale) and what each provider would have said."""

    origin: int
    actual: NDArray[np.float64]
    weekdays: NDArray[np.int64]
    said: Mapping[str, Paths]

    def course(self, provider: str, names: Sequence[str]) -> NDArray[np.float64]:
        """Return the mean of some paths of a provider, hour by hour."""
        paths = self.said[provider]
        level = np.mean([paths.level(name) for name in names], axis=0)
        return np.asarray(paths.shape[self.weekdays] + level[:, None])


def rolling_origin(grid: DayGrid, providers: Sequence[Provider], days: int) -> tuple[Trial, ...]:
    """Return the trials, the latest origin first; none when history is shorter than three weeks."""
    return tuple(_trial(grid, providers, days, place, origin) for place, origin in enumerate(origins(len(grid.values))))


def origins(days: int) -> tuple[int, ...]:
    """Return the days to try from, the latest first: a week apart or more, each with half of the past at least."""
    least = max(14, min(_LEAST_PAST_D, days // 2))
    every = range(days - _STRIDE_D, least - 1, -_STRIDE_D)
    if len(every) <= _MOST:
        return tuple(every)
    return tuple(every[place] for place in np.linspace(0, len(every) - 1, _MOST).round().astype(int))


def _trial(grid: DayGrid, providers: Sequence[Provider], days: int, place: int, origin: int) -> Trial:
    known = grid.upto(origin)
    past = Past(known, week_profile(known))
    ahead = slice(origin, origin + days)
    actual = grid.values[ahead]
    said = {one.key: one.paths(past, len(actual)) for one in providers if _is_tried(one, place, len(grid.values))}
    return Trial(origin, actual, grid.weekdays[ahead], {key: paths for key, paths in said.items() if paths.levels})


def _is_tried(provider: Provider, place: int, days: int) -> bool:
    """Return whether a provider is tried from an origin: the dear ones only from some, spread over the past."""
    count = len(origins(days))
    if count <= provider.origins:
        return True
    return place in np.linspace(0, count - 1, provider.origins).round().astype(int)
