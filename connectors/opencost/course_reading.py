"""Reading what workloads cost day by day: what is past is asked for a few times a day only."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from connectors.opencost.api import WORKLOADS, OpenCostApi
from console.domain.cost import Allocation
from console.domain.cost_course import CostCourse, CostSpan
from console.domain.price.course_days import HOUR_S, CourseDays, course_days
from console.domain.resource import ResourceRef
from console.kernel.clock import Clock

_AGAIN_S = 6 * HOUR_S  # bills correct days that are past


class _Place(NamedTuple):
    cell: str
    namespace: str
    workload: str
    currency: str
    is_idle: bool


class CourseReading:
    """``periods`` are those of the estate's budgets."""

    def __init__(self, connection: str, api: OpenCostApi, clock: Clock, periods: Iterable[str]) -> None:
        self._connection = connection
        self._api = api
        self._clock = clock
        self._periods = frozenset(periods)
        self._past: tuple[Allocation, ...] = ()
        self._past_of: tuple[float, float, float] | None = None

    async def read(self) -> tuple[CostCourse, ...]:
        """Return one row per workload; raise ``ConnectorError``."""
        now = self._clock.now()
        days = course_days(now, self._periods)
        mark = (days.begin_s, days.today_s, now.timestamp() // _AGAIN_S)
        if self._past_of != mark:
            self._past = await self._asked(days)
            self._past_of = mark
        elif days.until_s <= days.today_s:
            await self._span(days.today_s - HOUR_S, days.today_s)  # what is known is no sign that the server answers
        today = await self._span(days.today_s, days.until_s) if days.until_s > days.today_s else ()
        return tuple(self._courses((*self._past, *today)))

    async def _asked(self, days: CourseDays) -> tuple[Allocation, ...]:
        found = list(await self._api.allocation(_window(days.begin_s, days.today_s), WORKLOADS, "1d"))
        for begin_s, end_s in days.earlier:
            found += await self._span(begin_s, end_s)
        return tuple(found)

    async def _span(self, begin_s: float, end_s: float) -> tuple[Allocation, ...]:
        return await self._api.allocation(_window(begin_s, end_s), WORKLOADS)

    def _courses(self, costs: Iterable[Allocation]) -> Iterator[CostCourse]:
        places: dict[_Place, list[CostSpan]] = {}
        for one in costs:
            place = _Place(one.cell, one.namespace, one.workload, one.currency, one.is_idle)
            places.setdefault(place, []).append(_span_of(one))
        query = f"/allocation/compute aggregate={WORKLOADS} step=1d"
        for place, spans in places.items():
            ref = ResourceRef(self._connection, "CostCourse", place.namespace, place.workload)
            yield CostCourse(ref, place.cell, place.namespace, place.workload, place.currency,
                             tuple(sorted(spans)), place.is_idle, query)  # fmt: skip


def _span_of(one: Allocation) -> CostSpan:
    other = one.gpu + one.pv + one.network + one.shared
    return CostSpan(one.from_s, one.to_s, one.cpu, one.ram, other, one.total, one.efficiency,
                    one.core_hours, one.gib_hours)  # fmt: skip


def _window(begin_s: float, end_s: float) -> str:
    return f"{begin_s:.0f},{end_s:.0f}"
