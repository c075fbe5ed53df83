"""Reading what the services of the cells used in the last day, hour by hour, and what running costs there."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from math import floor, isfinite
from typing import TYPE_CHECKING

from connectors.prometheus.query_fault import is_of_one_query
from connectors.prometheus.signal_plan import SignalPlan
from console.domain.carbon.energy_measure import CORE_PRICE, ENERGY_MEASURES, GIB_PRICE
from console.domain.carbon.energy_use import HOUR_S, KIND, Course, EnergyUse, RunPrice
from console.domain.promql import fill
from console.domain.resource import ResourceRef
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError
from console.kernel.gathered import gathered

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader

HOURS = 24
_AT_ONCE = 3
_ALIGNED_S = 300.0
_Place = tuple[str, str]
_Found = dict[_Place, Course]


class EnergyReading:
    """Asks a few queries at a time; a measure that the server refuses (too much, a missing label) is not told."""

    def __init__(
        self, connection: str, plan: SignalPlan, reader: "Callable[[], PrometheusReader]", clock: Clock
    ) -> None:
        self._connection = connection
        self._plan = plan
        self._reader = reader
        self._clock = clock
        self._queries = {one.key: self._filled(one.query) for one in ENERGY_MEASURES}

    def _filled(self, template: str) -> str:
        return fill(template, self._plan.labels, tuple(self._plan.cells))

    async def read(self) -> tuple[EnergyUse | RunPrice, ...]:
        """Return a row per service of a cell, and one per cell with its prices; raise ``ConnectorError``."""
        gate = asyncio.Semaphore(_AT_ONCE)
        end_s = floor(self._clock.now().timestamp() / _ALIGNED_S) * _ALIGNED_S
        asked = (self._courses(query, end_s, gate) for query in self._queries.values())
        prices = gathered(self._prices(CORE_PRICE, gate), self._prices(GIB_PRICE, gate))
        found, (cores, gibs) = await gathered(gathered(*asked), prices)
        measures = dict(zip(self._queries, found, strict=True))
        return (*self._uses(measures, end_s), *self._run_prices(cores, gibs))

    async def _courses(self, query: str, end_s: float, gate: asyncio.Semaphore) -> _Found:
        first_s = end_s - (HOURS - 1) * HOUR_S  # a point speaks of the hour before it
        try:
            async with gate:
                answer = await self._reader().query_range(query, first_s, end_s, HOUR_S)
        except ConnectorError as fault:
            if not is_of_one_query(fault):
                raise
            return {}
        found: _Found = {}
        for series in answer.series:
            place = self._place(series.labels)
            if place is not None:
                found[place] = _course(series.times.tolist(), series.values.tolist(), first_s)
        return found

    def _place(self, labels: Mapping[str, str]) -> _Place | None:
        cell = self._plan.cells.get(labels.get(self._plan.labels.cell, ""))
        service = labels.get(self._plan.labels.service, "")
        return (cell, service) if cell and service else None

    async def _prices(self, template: str, gate: asyncio.Semaphore) -> dict[str, float]:
        try:
            async with gate:
                samples = await self._reader().query(self._filled(template))
        except ConnectorError as fault:
            if not is_of_one_query(fault):
                raise
            return {}
        pairs = ((self._plan.cells.get(one.labels.get(self._plan.labels.cell, "")), one.value) for one in samples)
        return {cell: value for cell, value in pairs if cell and isfinite(value)}

    def _uses(self, measures: Mapping[str, _Found], end_s: float) -> Iterator[EnergyUse]:
        nothing: Course = (None,) * HOURS
        for cell, service in sorted({place for found in measures.values() for place in found}):
            courses = {key: found.get((cell, service), nothing) for key, found in measures.items()}
            told = tuple((key, query) for key, query in self._queries.items() if (cell, service) in measures[key])
            yield EnergyUse(
                ref=ResourceRef(self._connection, KIND, cell, service),
                cell=cell,
                service=service,
                begins_s=end_s - HOURS * HOUR_S,
                queries=told,
                **courses,
            )

    def _run_prices(self, cores: Mapping[str, float], gibs: Mapping[str, float]) -> Iterator[RunPrice]:
        query = self._filled(CORE_PRICE)
        for cell in sorted(cores.keys() & gibs.keys()):
            ref = ResourceRef(self._connection, "RunPrice", "", cell)
            yield RunPrice(ref, cell, cores[cell], gibs[cell], query)


def _course(times: list[float], values: list[float], first_s: float) -> Course:
    course: list[float | None] = [None] * HOURS
    for at_s, value in zip(times, values, strict=True):
        place = round((at_s - first_s) / HOUR_S)
        if 0 <= place < HOURS and isfinite(value) and value >= 0:
            course[place] = value
    return tuple(course)
