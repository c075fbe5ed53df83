"""Reading what the cells served, day by day."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from connectors.prometheus.day_query import DayQuery
from connectors.prometheus.query_fault import is_of_one_query
from connectors.prometheus.signal_plan import SignalPlan
from connectors.registry import BuildContext
from console.domain.course_gap import CourseGap
from console.domain.load_course import LOAD_MEASURES, LoadCourse, LoadMeasure, LoadSpan
from console.domain.price.course_days import CourseDays, course_days
from console.domain.promql import fill
from console.domain.resource import ResourceRef
from console.estate.schema.connection import Prometheus
from console.kernel.errors import ConnectorError
from console.kernel.gathered import gathered

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader

_OWN = "load_{key}"  # of an own query in the estate


class LoadReading:
    """One query per measure for all cells of this server; one that it refuses leaves the others alone."""

    def __init__(self, options: Prometheus, context: BuildContext, reader: "Callable[[], PrometheusReader]") -> None:
        self._options = options
        self._clock = context.clock
        self._plan = SignalPlan.of(options, context.estate)
        self._days = DayQuery(reader, context.clock)
        self._reader = reader

    async def read(self) -> tuple[LoadCourse | CourseGap, ...]:
        """Return one row per measure and part of a cell, and one per refused measure; raise ``ConnectorError``."""
        if not self._plan.cells:
            await self._reader().query("vector(1)")
            return ()
        days = course_days(self._clock.now())
        asked = {one: query for one in LOAD_MEASURES if (query := self._query(one))}
        faults: list[ConnectorError] = []
        found = await gathered(*(self._told(*one, days, faults) for one in asked.items()))
        if faults and len(faults) == len(asked):
            raise faults[0]
        return tuple(row for rows in found for row in rows)

    def _query(self, measure: LoadMeasure) -> str:
        template = self._options.queries.get(_OWN.format(key=measure.key), measure.query)
        return fill(template, self._plan.labels, tuple(self._plan.cells)) if template.strip() else ""

    async def _told(
        self, measure: LoadMeasure, query: str, days: CourseDays, faults: list[ConnectorError]
    ) -> Sequence[LoadCourse | CourseGap]:
        try:
            return await self._measure(measure, query, days)
        except ConnectorError as fault:
            if not is_of_one_query(fault):
                raise
            faults.append(fault)
            ref = ResourceRef(self._options.key, "CourseGap", "", measure.key)
            return (CourseGap(ref, measure.key, error=fault.message, query=query),)

    async def _measure(self, measure: LoadMeasure, query: str, days: CourseDays) -> list[LoadCourse]:
        rows = []
        for labels, amounts in (await self._days.ask(query, days)).items():
            told = dict(labels)
            cell = self._plan.cells.get(told.get(self._plan.labels.cell, ""))
            if cell is not None:
                service = told.get(self._plan.labels.service, "") if "service" in measure.by else ""
                segment = told.get(self._plan.labels.segment, "") if "segment" in measure.by else ""
                name = "/".join((measure.key, service, segment))
                ref = ResourceRef(self._options.key, "LoadCourse", cell, name)
                spans = tuple(LoadSpan(*one) for one in amounts)
                rows.append(LoadCourse(ref, measure.key, cell, service, segment, spans, query))
        return rows
