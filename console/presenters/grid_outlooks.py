"""What is known of every grid zone of the estate: now, before and to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.carbon.carbon_intensity import USUAL_THRESHOLD_G, CarbonIntensity
from console.domain.carbon.grid_outlook import GridOutlook
from console.domain.carbon.yearly_average import average_of
from console.domain.carbon.zone_carbon import zone_carbon
from console.estate.grid_zone import grid_zone
from console.estate.yearly_averages import yearly_averages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.store.state import State

TOPIC = "carbon"
SIGNAL = "carbon_intensity"
"""The key under which an estate file may state another threshold."""


def grid_outlooks(state: State, now_s: float) -> Mapping[str, GridOutlook]:
    """Return the outlook of every zone of the estate's cells and of its carbon sources, by zone."""
    estate = state.estate
    if estate is None:
        return {}
    found: dict[str, list[CarbonIntensity]] = {}
    for connection in estate.carbon:
        for row in state.rows(connection.key, TOPIC, CarbonIntensity):
            found.setdefault(row.zone, []).append(row)
    zones = dict.fromkeys([*found, *(zone for cell in estate.cells if (zone := grid_zone(cell)))])
    averages = yearly_averages()
    return {
        zone: GridOutlook(zone_carbon(zone, found.get(zone, ()), now_s), average_of(zone, averages)) for zone in zones
    }


def carbon_threshold(state: State) -> float:
    """Return gCO2/kWh above which electricity counts as dirty in this estate."""
    limit = state.estate.thresholds.get(SIGNAL) if state.estate is not None else None
    return limit.warning if limit is not None and limit.warning is not None else USUAL_THRESHOLD_G
