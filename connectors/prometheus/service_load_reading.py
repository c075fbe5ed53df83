"""Reading how the services of the cells fared under the loads of the last weeks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import floor, isfinite, nan
from typing import TYPE_CHECKING

from connectors.prometheus.query_fault import is_of_one_query
from connectors.prometheus.signal_plan import SignalPlan
from console.domain.capacity.load_measure import CAPACITY_MEASURES, CORES, LATENCY, LOAD, USED
from console.domain.capacity.load_point import load_points
from console.domain.capacity.service_load import KIND, ServiceLoad
from console.domain.promql import fill
from console.domain.resource import ResourceRef
from console.estate.schema.connection import Prometheus
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader

_HOUR_S = 3600.0
_HOURS = 28 * 24  # the busiest weekday four times
_QUIET = 0.05  # share of the hours that are quieter
_OWN = "capacity_{key}"  # of an own query in the estate
_Place = tuple[str, str]
_Course = list[float]


class ServiceLoadReading:
    """Asks one query after the other: each is a month of hours. A measure that the server refuses is not told."""

    def __init__(
        self,
        options: Prometheus,
        plan: SignalPlan,
        reader: "Callable[[], PrometheusReader]",
        clock: Clock,
        runtime: Runtime,
    ) -> None:
        self._connection, self._plan, self._reader = options.key, plan, reader
        self._clock, self._runtime = clock, runtime
        own = {one.key: options.queries.get(_OWN.format(key=one.key), one.query) for one in CAPACITY_MEASURES}
        self._queries = {key: fill(text, plan.labels, tuple(plan.cells)) for key, text in own.items() if text.strip()}

    async def read(self) -> tuple[ServiceLoad, ...]:
        """Return one row per service that had load; raise ``ConnectorError``."""
        end_s = floor(self._clock.now().timestamp() / _HOUR_S) * _HOUR_S
        told: dict[str, Mapping[_Place, _Course]] = {}
        for key, query in self._queries.items():
            told[key] = await self._courses(query, end_s)
        return await self._runtime.in_thread(lambda: tuple(self._rows(told, end_s)))

    async def _courses(self, query: str, end_s: float) -> Mapping[_Place, _Course]:
        first_s = end_s - (_HOURS - 1) * _HOUR_S  # a point speaks of the hour before it
        try:
            answer = await self._reader().query_range(query, first_s, end_s, _HOUR_S)
        except ConnectorError as fault:
            if not is_of_one_query(fault):
                raise
            return {}
        found: dict[_Place, _Course] = {}
        for series in answer.series:
            cell = self._plan.cells.get(series.labels.get(self._plan.labels.cell, ""))
            service = series.labels.get(self._plan.labels.service, "")
            if cell and service:
                course = found.setdefault((cell, service), [nan] * _HOURS)
                for at_s, value in zip(series.times.tolist(), series.values.tolist(), strict=True):
                    course[round((at_s - first_s) / _HOUR_S)] = value
        return found

    def _rows(self, told: Mapping[str, Mapping[_Place, _Course]], end_s: float) -> Iterator[ServiceLoad]:
        nothing = [nan] * _HOURS
        for place in sorted(told.get(LOAD, {})):
            cell, service = place
            load, cores, latency, used = (told.get(key, {}).get(place, nothing) for key in (LOAD, CORES, LATENCY, USED))
            known = sorted(one for one in load if isfinite(one))
            if not known or known[-1] <= 0:
                continue
            yield ServiceLoad(
                ref=ResourceRef(self._connection, KIND, cell, service),
                cell=cell,
                service=service,
                begins_s=end_s - _HOURS * _HOUR_S,
                until_s=end_s,
                hours=len(known),
                mean_rps=sum(known) / len(known),
                low_rps=known[floor(_QUIET * len(known))],
                points=load_points(_ratio(load, cores), latency, _ratio(used, cores)),
                queries=tuple((key, query) for key, query in self._queries.items() if place in told[key]),
            )


def _ratio(values: Sequence[float], cores: Sequence[float]) -> list[float]:
    return [value / core if core > 0 else nan for value, core in zip(values, cores, strict=True)]
