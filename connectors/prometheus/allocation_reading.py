"""What workloads cost day by day, computed from metrics where no cost service tells it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from connectors.prometheus import allocation_query as queries
from connectors.prometheus.day_query import DayQuery, Days
from connectors.prometheus.query_fault import is_of_one_query
from connectors.registry import BuildContext
from console.domain.cost_course import CostCourse, CostSpan
from console.domain.course_gap import CourseGap, MissingHours
from console.domain.price.course_days import DAY_S, HOUR_S, CourseDays, course_days
from console.domain.price.workload_cost import ResourceHours, WorkloadHours, gib_hours
from console.domain.resource import ResourceRef
from console.estate.schema.connection import Prometheus
from console.kernel.errors import ConnectorError
from console.kernel.gathered import gathered

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader

_IDLE, _DISKS = "__idle__", "__disks__"
_Span = tuple[float, float]
_Place = tuple[str, str]
_ByDay = dict[_Span, dict[_Place, float]]
_ASKED = (
    queries.ALLOCATED_CORES, queries.ALLOCATED_BYTES, queries.REQUESTED_CORES, queries.REQUESTED_BYTES,
    queries.USED_CORES, queries.USED_BYTES, queries.CORE_PRICE, queries.GIB_PRICE, queries.NODE_COST, queries.DISK_COST,
    queries.TOLD_HOURS,
)  # fmt: skip
_REQUESTED = frozenset({queries.REQUESTED_CORES, queries.REQUESTED_BYTES})
_CHARGED = frozenset(_ASKED) - {queries.NODE_COST, queries.DISK_COST, queries.TOLD_HOURS}
"""What workloads are charged by: without one of them they seem to cost less, and more seems to be idle."""


class AllocationReading:
    """Rows as a cost service gives them; nothing where neither metrics nor the estate tell prices of nodes.

    A query that the server refuses leaves the others alone.
    """

    def __init__(
        self,
        options: Prometheus,
        context: BuildContext,
        reader: "Callable[[], PrometheusReader]",
        cells: Mapping[str, str],
    ) -> None:
        self._key, self._own, self._cells = options.key, options.node_price, cells
        self._clock = context.clock
        self._days = DayQuery(reader, context.clock)

    async def read(self) -> tuple[CostCourse | CourseGap, ...]:
        """Return one row per workload, one for what nobody asked for, and what is missing; raise ``ConnectorError``."""
        days = course_days(self._clock.now())
        faults: dict[str, ConnectorError] = {}
        answers = await gathered(*(self._ask(one, days, faults) for one in _ASKED))
        told = dict(zip(_ASKED, answers, strict=True))
        places: dict[_Place, list[CostSpan]] = {}
        for place, span in self._spans(told, faults):
            places.setdefault(place, []).append(span)
        if faults and not places:
            raise next(iter(faults.values()))
        rows = tuple(self._row(place, sorted(spans)) for place, spans in places.items())
        return (*rows, *self._gaps(told[queries.TOLD_HOURS], days, faults)) if rows else ()

    async def _ask(self, query: str, days: CourseDays, faults: dict[str, ConnectorError]) -> Days:
        try:
            return await self._days.ask(query, days)
        except ConnectorError as fault:
            if not is_of_one_query(fault):
                raise
            faults[query] = fault
            return {}

    def _gaps(self, told: Days, days: CourseDays, faults: Mapping[str, ConnectorError]) -> Iterator[CourseGap]:
        missing = tuple(_missing(told, days))
        if missing:
            yield CourseGap(self._gap("hours"), "", missing, query=queries.TOLD_HOURS)
        for place, (query, fault) in enumerate(faults.items()):
            yield CourseGap(self._gap(f"query-{place}"), "", error=fault.message, query=query)

    def _gap(self, name: str) -> ResourceRef:
        return ResourceRef(self._key, "CourseGap", "", name)

    def _spans(self, told: Mapping[str, Days], refused: Collection[str]) -> Iterator[tuple[_Place, CostSpan]]:
        """Yield what was spent where; nothing as idle, or as used over requested, that only a refused query tells."""
        cores, memory = (
            _Priced(told, allocated, requested, used, price, own)
            for allocated, requested, used, price, own in (
                (queries.ALLOCATED_CORES, queries.REQUESTED_CORES, queries.USED_CORES, queries.CORE_PRICE,
                 self._own.cpu_core_hour if self._own else None),
                (queries.ALLOCATED_BYTES, queries.REQUESTED_BYTES, queries.USED_BYTES, queries.GIB_PRICE,
                 self._own.memory_gib_hour if self._own else None),
            )
        )  # fmt: skip
        spent: dict[_Span, float] = {}
        for day in sorted(cores.days() | memory.days()):
            for place in sorted(cores.places(day) | memory.places(day)):
                cost = WorkloadHours(*day, cores.hours(day, place), memory.hours(day, place, gib_hours)).cost()
                if cost is not None:
                    spent[day] = spent.get(day, 0.0) + cost.total
                    yield place, cost._replace(used=None) if _REQUESTED & {*refused} else cost
        if not _CHARGED & {*refused}:
            yield from _idle(told[queries.NODE_COST], spent)
        for labels, amounts in told[queries.DISK_COST].items():
            namespace = dict(labels).get("namespace", "")
            for from_s, to_s, amount in amounts:
                yield (namespace, _DISKS), CostSpan(from_s, to_s, 0.0, 0.0, amount, amount, None)

    def _row(self, place: _Place, spans: Iterable[CostSpan]) -> CostCourse:
        namespace, workload = place
        ref = ResourceRef(self._key, "CostCourse", namespace, workload)
        currency = self._own.currency if self._own else "USD"
        query = f"{queries.ALLOCATED_CORES} × {queries.CORE_PRICE}"
        cell = self._cells.get(namespace, "")
        return CostCourse(ref, cell, namespace, workload, currency, tuple(spans), workload == _IDLE, query)


class _Priced:
    """One resource of all workloads: hours by day and workload, and the price where they ran."""

    def __init__(
        self, told: Mapping[str, Days], allocated: str, requested: str, used: str, price: str, own: float | None
    ) -> None:
        self._allocated, self._requested, self._used = (_by_day(told[one]) for one in (allocated, requested, used))
        self._on_nodes = _by_node(told[allocated] or told[requested])
        self._prices = {
            (labels_of["node"], from_s, to_s): amount
            for labels, amounts in told[price].items()
            if "node" in (labels_of := dict(labels))
            for from_s, to_s, amount in amounts
        }
        self._own = own

    def days(self) -> set[_Span]:
        """Return the days of which anything is told."""
        return {*self._allocated, *self._requested, *self._used}

    def places(self, day: _Span) -> set[_Place]:
        """Return the workloads of a day."""
        return {place for told in (self._allocated, self._requested, self._used) for place in told.get(day, ())}

    def hours(
        self, day: _Span, place: _Place, unit: Callable[[float | None], float | None] = lambda value: value
    ) -> ResourceHours:
        """Return what is told of a workload."""
        allocated, requested, used = (
            unit(told.get(day, {}).get(place)) for told in (self._allocated, self._requested, self._used)
        )
        return ResourceHours(allocated, requested, used, self._price(day, place))

    def _price(self, day: _Span, place: _Place) -> float | None:
        """Return the price of the nodes where it ran, by how much of it ran there; else the mean of all nodes."""
        if self._own is not None:
            return self._own
        shares = [
            (amount, price)
            for node, amount in self._on_nodes.get((*day, *place), ())
            if amount > 0 and (price := self._prices.get((node, *day))) is not None
        ]
        if shares:
            return sum(amount * price for amount, price in shares) / sum(amount for amount, _ in shares)
        known = [price for (_, *span), price in self._prices.items() if tuple(span) == day]
        return sum(known) / len(known) if known else None


def _by_day(days: Days) -> _ByDay:
    found: _ByDay = {}
    for labels, amounts in days.items():
        told = dict(labels)
        place = told.get("namespace", ""), told.get("workload", "")
        for from_s, to_s, amount in amounts:
            sums = found.setdefault((from_s, to_s), {})
            sums[place] = sums.get(place, 0.0) + amount
    return found


def _by_node(days: Days) -> dict[tuple[float, float, str, str], list[tuple[str, float]]]:
    found: dict[tuple[float, float, str, str], list[tuple[str, float]]] = {}
    for labels, amounts in days.items():
        told = dict(labels)
        for from_s, to_s, amount in amounts:
            key = from_s, to_s, told.get("namespace", ""), told.get("workload", "")
            found.setdefault(key, []).append((told.get("node", ""), amount))
    return found


def _idle(nodes: Days, spent: Mapping[_Span, float]) -> Iterator[tuple[_Place, CostSpan]]:
    """Yield what the machines cost beyond what workloads were charged with."""
    totals: dict[_Span, float] = {}
    for amounts in nodes.values():
        for from_s, to_s, amount in amounts:
            totals[from_s, to_s] = totals.get((from_s, to_s), 0.0) + amount
    for day, total in sorted(totals.items()):
        rest = total - spent.get(day, 0.0)
        if rest > 0:
            yield ("", _IDLE), CostSpan(*day, 0.0, 0.0, rest, rest, None)


def _missing(told: Days, days: CourseDays) -> Iterator[MissingHours]:
    """Yield the days with hours of which nothing is told, behind the first one: that may be where the metrics begin."""
    hours = {(from_s, to_s): amount for amounts in told.values() for from_s, to_s, amount in amounts}
    past = range(round((days.today_s - days.begin_s) / DAY_S))
    spans = [(days.begin_s + DAY_S * place, days.begin_s + DAY_S * (place + 1)) for place in past]
    if days.until_s > days.today_s:
        spans.append((days.today_s, days.until_s))
    for span in spans:
        lost = (span[1] - span[0]) / HOUR_S - hours.get(span, 0.0)
        if lost > 0 and any(known < span for known in hours):
            yield MissingHours(*span, lost)
