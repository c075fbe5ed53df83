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


def _is_stale(state: State, cell: str, now_s: float) -> bool:
    found = outlook_of(state, DemandKey(Measure.RPS, cell))
    return found is None or now_s - found.at_s > _OLD_S or found.horizon_d < QUARTER_D
