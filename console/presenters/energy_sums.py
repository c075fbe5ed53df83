"""The energy and emissions of every service and cell in the last day, with what they are computed from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.domain.carbon.energy_share import EnergyMethod, energy_hours
from console.domain.carbon.energy_use import HOUR_S, TOPIC, EnergyUse
from console.domain.carbon.sci_score import SciScore
from console.domain.layer import Layer
from console.estate.energy_coefficients import energy_coefficient
from console.estate.grid_zone import grid_zone
from console.presenters.grid_outlooks import grid_outlooks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.carbon.energy_coefficient import EnergyCoefficient
    from console.domain.carbon.grid_outlook import GridOutlook
    from console.estate.schema.cell import Cell
    from console.store.state import State


@dataclass(slots=True)
class EnergySum:
    """One service of a cell, or (empty ``service``) all services of one, over ``hours`` of which the energy is known.

    Of a cell ``hours`` are those of the service that is known longest, ``least_hours`` of the one known shortest;
    ``parts`` are its services.
    ``kwh`` is at the meter; ``grams`` is operational gCO2e, ``None`` when nobody tells the grid; ``unsure_hours`` have
    the zone's present or yearly figure because no provider told theirs. ``requests`` is R, ``None`` when not counted.
    """

    cell: Cell
    service: str
    coefficient: EnergyCoefficient
    kwh: float = 0.0
    grams: float | None = 0.0
    vcpu_hours: float = 0.0
    hours: int = 0
    unsure_hours: int = 0
    requests: float | None = None
    methods: set[EnergyMethod] = field(default_factory=set)
    queries: tuple[tuple[str, str], ...] = ()
    parts: tuple[EnergySum, ...] = ()

    @property
    def least_hours(self) -> int:
        """Return the hours of which every part is known."""
        return min((one.hours for one in self.parts), default=self.hours)

    @property
    def embodied_g(self) -> float:
        """Return the share of the servers' embodied emissions in gCO2e."""
        return self.coefficient.embodied_g(self.vcpu_hours)

    @property
    def sci(self) -> float | None:
        """Return gCO2e per 1,000 requests; ``None`` when the grid is not known or no request was counted."""
        if self.grams is None or self.requests is None:
            return None
        return SciScore(self.grams, self.embodied_g, self.requests).per()

    def kwh_a_day(self) -> float | None:
        """Return kWh as they would be in a whole day, each part by its own hours; ``None`` when no hour is known."""
        if self.parts:
            return sum(one.kwh_a_day() or 0.0 for one in self.parts)
        return self.kwh / self.hours * 24 if self.hours else None


def service_sums(state: State, now_s: float) -> tuple[EnergySum, ...]:
    """Return one sum per service of every cell of which any energy is known."""
    outlooks = grid_outlooks(state, now_s)
    found = []
    for cell in state.estate.cells if state.estate is not None else ():
        for use in state.rows(cell.prometheus or "", TOPIC, EnergyUse):
            if use.cell == cell.key:
                one = _sum(cell, use, outlooks.get(grid_zone(cell)))
                if one.hours:
                    found.append(one)
    return tuple(found)


def cell_sums(services: Iterable[EnergySum]) -> tuple[EnergySum, ...]:
    """Return one sum per cell: energies add up; R is what its presentation layer answered, else its busiest service.

    Requests of services behind it are parts of the same work, so they are not counted again.
    """
    groups: dict[str, list[EnergySum]] = {}
    for one in services:
        groups.setdefault(one.cell.key, []).append(one)
    return tuple(_together(group) for group in groups.values())


def _sum(cell: Cell, use: EnergyUse, grid: GridOutlook | None) -> EnergySum:
    total = EnergySum(cell, use.service, energy_coefficient(cell.region), queries=use.queries)
    for hour in energy_hours(use, total.coefficient):
        total.hours += 1
        total.kwh += hour.kwh
        total.vcpu_hours += hour.vcpu_hours
        total.methods.add(hour.method)
        if hour.requests is not None:
            total.requests = (total.requests or 0.0) + hour.requests
        intensity = None if grid is None else grid.mean_g(hour.begins_s, hour.begins_s + HOUR_S)
        if grid is not None and (intensity is None or grid.is_assumed):
            intensity, total.unsure_hours = grid.usual_g, total.unsure_hours + 1
        total.grams = None if intensity is None or total.grams is None else total.grams + hour.kwh * intensity
    return total


def _together(group: list[EnergySum]) -> EnergySum:
    first = group[0]
    total = EnergySum(first.cell, "", first.coefficient, queries=first.queries, parts=tuple(group))
    for one in group:
        total.kwh += one.kwh
        total.vcpu_hours += one.vcpu_hours
        total.hours = max(total.hours, one.hours)
        total.unsure_hours = max(total.unsure_hours, one.unsure_hours)
        total.methods |= one.methods
        total.grams = None if total.grams is None or one.grams is None else total.grams + one.grams
    total.requests = entering_requests(group)
    return total


def entering_requests(group: Iterable[EnergySum]) -> float | None:
    """Return the requests that a cell answered."""
    counted = [one for one in group if one.requests is not None]
    front = {one.service for one in counted if _layer(one) is Layer.PRESENTATION}
    chosen = [one.requests or 0.0 for one in counted if one.service in front]
    if chosen:
        return sum(chosen)
    return max((one.requests or 0.0 for one in counted), default=None)


def _layer(one: EnergySum) -> Layer | None:
    return next((service.layer for service in one.cell.services if service.name == one.service), None)
