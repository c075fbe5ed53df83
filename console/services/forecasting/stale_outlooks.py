"""Which cells need the forecast of their requests computed: none is known, or it is old, or it does not look ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.measure import Measure
from console.presenters.forecast_rows import outlook_of
from console.services.forecasting.forecast_desk import QUARTER_D

if TYPE_CHECKING:
    from collections.abc import Collection

    from console.store.state import State

_OLD_S = 86_400.0


def stale_outlooks(state: State, now_s: float, cells: Collection[str] = ()) -> tuple[str, ...]:
    """Return the cells (of those named; none named: of all) whose past ends over a day ago, or look less far ahead.

    A quarter of a year is what capacity is planned for; who asked for fewer days left less behind.
    """
    known = [one.key for one in (state.estate.cells if state.estate is not None else ())]
    chosen = [key for key in known if not cells or key in cells]
    return tuple(key for key in chosen if _is_stale(state, key, now_s))


def stale_segments(state: State, now_s: float, segments: Collection[str]) -> tuple[str, ...]:
    """Return the cells that serve any of the segments of which no cell has a forecast that is good enough."""
    cells = state.estate.cells if state.estate is not None else ()
    serving = {name: [one.key for one in cells if name in one.segments] for name in segments}
    stale = [name for name, keys in serving.items() if all(_is_stale(state, key, now_s, name) for key in keys)]
    return tuple(one.key for one in cells if any(name in stale for name in one.segments))


def _is_stale(state: State, cell: str, now_s: float, segment: str = "") -> bool:
    found = outlook_of(state, DemandKey(Measure.RPS, cell, segment))
    return found is None or now_s - found.at_s > _OLD_S or found.horizon_d < QUARTER_D
