"""The past of demand as the local history keeps it: older than a server remembers, and there without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.demand_series import HOUR_S
from console.domain.forecast.measure import Measure
from console.services.forecasting.demand_reading import ToldDemand, doors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from console.domain.signal_key import SignalKey
    from console.estate.schema.cell import Cell
    from console.services.forecasting.hour_grid import HourGrid
    from console.store.history.history import History

_SIGNALS = {"rps": Measure.RPS, "tokens_per_s": Measure.TOKENS, "queue_length": Measure.QUEUE}
SOURCE = "local history"


def kept_demand(
    history: History, estate: str, cells: Sequence[Cell], readings: Iterable[SignalKey], grid: HourGrid
) -> Mapping[DemandKey, ToldDemand]:
    """Return the hours of whole cells of which something was seen; raise ``UserError``. Any thread.

    ``readings`` are the series that were seen last; those of one cell and measure are added up. Of the requests to a
    cell that names no service as the first one, those to the busiest count: all of them pass several.
    """
    by_key = {one.key: one for one in cells}
    found: dict[DemandKey, NDArray[np.float64]] = {}
    for key in readings:
        measure, cell = _SIGNALS.get(key.signal), by_key.get(key.cell)
        if measure is None or cell is None or not _counts(measure, key, cell):
            continue
        values = _hours(history, estate, key, grid)
        known = found.get(DemandKey(measure, cell.key))
        found[DemandKey(measure, cell.key)] = values if known is None else _together(measure, cell, known, values)
    return {key: ToldDemand(values, SOURCE) for key, values in found.items() if np.isfinite(values).any()}


def _together(
    measure: Measure, cell: Cell, known: NDArray[np.float64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.fmax(known, values) if measure is Measure.RPS and not doors(cell) else known + values


def _counts(measure: Measure, key: SignalKey, cell: Cell) -> bool:
    named = doors(cell)
    return measure is not Measure.RPS or not named or key.service in named


def _hours(history: History, estate: str, key: SignalKey, grid: HourGrid) -> NDArray[np.float64]:
    """Return the means of the hours in which anything was seen."""
    times, values = history.read(estate, key, grid.first_s, grid.end_s - 1.0)
    hours = ((np.asarray(times) - grid.first_s) // HOUR_S).astype(np.int64)
    inside = (hours >= 0) & (hours < grid.hours)
    total = np.bincount(hours[inside], np.asarray(values)[inside], grid.hours)
    count = np.bincount(hours[inside], minlength=grid.hours)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / count)
