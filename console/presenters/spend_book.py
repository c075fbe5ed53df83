"""Everything that the state knows of spending, as charges: how much, of which bill, when, and for what."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from console.domain.cost_course import CostCourse
from console.domain.course_gap import CourseGap
from console.domain.layer import Layer
from console.domain.load_course import FAILED, MODEL_USD, REQUESTS, TOKENS, USERS, LoadCourse, LoadSpan
from console.domain.price.course_days import DAY_S
from console.estate.schema.money import CostSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.store.state import State

COURSES, LOADS = "cost-days", "loads"
MODEL_CURRENCY = "USD"  # what the gateways of language models count in
_Segments = dict[str, float]


class Charge(NamedTuple):
    """Money spent from ``from_s`` until ``to_s`` (unix seconds); empty parts are not told apart.

    ``cpu``, ``memory`` and ``other`` are the parts of a cluster's ``amount``; ``used`` is used over
    requested (``None``: not told).
    """

    from_s: float
    to_s: float
    source: CostSource
    cell: str
    service: str
    segment: str
    currency: str
    amount: float
    cpu: float = 0.0
    memory: float = 0.0
    other: float = 0.0
    used: float | None = None
    is_idle: bool = False


class Served(NamedTuple):
    """What a part of the estate served in a period; ``None`` where nobody tells it. ``users`` is the mean of a day."""

    requests: float | None
    failed: float | None
    tokens: float | None
    users: float | None


class _LoadSum(NamedTuple):
    cell: str
    service: str
    segment: str
    amount: float
    mean: float


class SpendBook:
    """One per rendering: courses and loads of all connections, and the ``gaps`` in them.

    A request passes several services: the first one counts it, where none is named as the first the busiest one.
    """

    def __init__(self, state: State) -> None:
        self._made_of = _tables(state)
        self.courses = _rows(state, COURSES, CostCourse)
        self.gaps = [*_rows(state, COURSES, CourseGap), *_rows(state, LOADS, CourseGap)]
        self._loads: defaultdict[str, list[LoadCourse]] = defaultdict(list)
        for one in _rows(state, LOADS, LoadCourse):
            self._loads[one.measure].append(one)
        self._charges: dict[tuple[float, float, bool], tuple[Charge, ...]] = {}
        self._load_sums: dict[tuple[str, float, float], tuple[_LoadSum, ...]] = {}
        self._shares: dict[tuple[str, str, float, float], _Segments] = {}
        self._entries: dict[tuple[float, float], dict[str, frozenset[str]]] = {}
        cells = state.estate.cells if state.estate is not None else ()
        told = {(one.cell, one.service) for one in self._loads[REQUESTS]}
        self._doors = {
            cell.key: frozenset(
                one.name for one in cell.services if one.layer is Layer.PRESENTATION and (cell.key, one.name) in told
            )
            for cell in cells
        }

    def is_of(self, state: State) -> bool:
        """Return whether a state tells the same of spending: tables are replaced, never changed."""
        mine, others = self._made_of, _tables(state)
        return len(mine) == len(others) and all(one is other for one, other in zip(mine, others, strict=True))

    @property
    def known_from_s(self) -> float | None:
        """Return since when loads are known (unix seconds)."""
        return min((span.from_s for rows in self._loads.values() for one in rows for span in one.spans), default=None)

    def models_late(self, begin_s: float) -> float | None:
        """Return since when loads are known, where that is later than ``begin_s`` (unix seconds): sums fall short."""
        known_s = self.known_from_s
        return known_s if known_s is not None and known_s > begin_s else None

    @property
    def has_models(self) -> bool:
        """Return whether anybody tells what calls of models cost."""
        return bool(self._loads[MODEL_USD])

    def query(self, source: CostSource) -> str:
        """Return what was asked for the charges of a bill."""
        rows: list[CostCourse] | list[LoadCourse]
        rows = self._loads[MODEL_USD] if source is CostSource.MODELS else self.courses
        return rows[0].query if rows else ""

    def load_query(self, measure: str) -> str:
        """Return what was asked for a measure of loads."""
        rows = self._loads[measure]
        return rows[0].query if rows else ""

    def answering(self) -> frozenset[tuple[str, str]]:
        """Return cell and service of what answers with tokens."""
        return frozenset((one.cell, one.service) for one in self._loads[TOKENS])

    def charges(self, begin_s: float, end_s: float, *, split: bool = False) -> tuple[Charge, ...]:
        """Return the charges of a period; ``split`` shares them out to segments by their requests."""
        asked = begin_s, end_s, split
        if asked not in self._charges:
            plain = (*self._of_clusters(begin_s, end_s), *self._of_models(begin_s, end_s))
            self._charges[asked] = tuple(self._split(plain, begin_s, end_s)) if split else plain
        return self._charges[asked]

    def _split(self, charges: tuple[Charge, ...], begin_s: float, end_s: float) -> Iterator[Charge]:
        for one in charges:
            for segment, share in self._segments(one.cell, one.service, begin_s, end_s).items():
                yield one._replace(
                    segment=segment,
                    amount=one.amount * share,
                    cpu=one.cpu * share,
                    memory=one.memory * share,
                    other=one.other * share,
                )

    def _of_clusters(self, begin_s: float, end_s: float) -> Iterator[Charge]:
        for one in self.courses:
            service = one.workload.rpartition("/")[2]
            for span in one.within(begin_s, end_s):
                yield Charge(
                    span.from_s, span.to_s, CostSource.CLUSTERS, one.cell, service, "", one.currency, span.total,
                    span.cpu, span.memory, span.other, span.used, one.is_idle,
                )  # fmt: skip

    def _of_models(self, begin_s: float, end_s: float) -> Iterator[Charge]:
        for one in self._loads[MODEL_USD]:
            for span in one.within(begin_s, end_s):
                yield Charge(
                    span.from_s, span.to_s, CostSource.MODELS, one.cell, one.service, "", MODEL_CURRENCY, span.amount
                )

    def _segments(self, cell: str, service: str, begin_s: float, end_s: float) -> _Segments:
        """Return the share of each segment in the requests of a service, else in those of its cell."""
        place = cell, service, begin_s, end_s
        if place not in self._shares:
            self._shares[place] = self._counted(*place)
        return self._shares[place]

    def _counted(self, cell: str, service: str, begin_s: float, end_s: float) -> _Segments:
        own: _Segments = defaultdict(float)
        whole: _Segments = defaultdict(float)
        for one in self._sums(REQUESTS, begin_s, end_s):
            if one.cell == cell and one.segment:
                whole[one.segment] += one.amount
                if one.service == service:
                    own[one.segment] += one.amount
        shares = own if sum(own.values()) > 0 else whole
        total = sum(shares.values())
        return {segment: amount / total for segment, amount in shares.items()} if total > 0 else {"": 1.0}

    def _sums(self, measure: str, begin_s: float, end_s: float) -> tuple[_LoadSum, ...]:
        asked = measure, begin_s, end_s
        if asked not in self._load_sums:
            self._load_sums[asked] = tuple(
                _LoadSum(one.cell, one.service, one.segment, sum(span.amount for span in spans), _mean_of(spans))
                for one in self._loads[measure]
                if (spans := one.within(begin_s, end_s))
            )
        return self._load_sums[asked]

    def served(self, begin_s: float, end_s: float, by: str, key: str) -> Served:
        """Return what a part (``by`` is ``cell``, ``service`` or ``segment``) served in a period."""
        wanted = {"cell": "", "service": "", "segment": "", by: key}
        service, segment = wanted["service"], wanted["segment"]
        tokens = self._sum(TOKENS, begin_s, end_s, wanted)
        if tokens is not None and segment:
            tokens = None  # models are not told apart by segment
        users = None if service else self._mean(USERS, begin_s, end_s, wanted)
        return Served(
            self._sum(REQUESTS, begin_s, end_s, wanted), self._sum(FAILED, begin_s, end_s, wanted), tokens, users
        )

    def served_days(self, begin_s: float, end_s: float, by: str, key: str) -> frozenset[float]:
        """Return when the days of a period begin of which it is told what a part served (unix seconds)."""
        for measure in (REQUESTS, TOKENS, USERS):
            mine = (one for one in self._loads[measure] if getattr(one, by) == key)
            if days := frozenset(span.from_s // DAY_S * DAY_S for one in mine for span in one.within(begin_s, end_s)):
                return days
        return frozenset()

    def _is_partial(self, measure: str, wanted: Mapping[str, str]) -> bool:
        """Return whether a server refused a measure where the cells of all servers are added up."""
        return not wanted["cell"] and any(one.measure == measure for one in self.gaps)

    def _sum(self, measure: str, begin_s: float, end_s: float, wanted: Mapping[str, str]) -> float | None:
        if self._is_partial(measure, wanted):
            return None
        entries = self._entered(begin_s, end_s)
        sums = self._sums(measure, begin_s, end_s)
        found = [one.amount for one in sums if _counts(measure, one, wanted, entries)]
        if not found and measure == FAILED and all(one.measure != FAILED for one in self.gaps):
            # a counter of failures that never began
            return 0.0 if self._sum(REQUESTS, begin_s, end_s, wanted) is not None else None
        return sum(found) if found else None

    def _mean(self, measure: str, begin_s: float, end_s: float, wanted: Mapping[str, str]) -> float | None:
        if self._is_partial(measure, wanted):
            return None
        entries = self._entered(begin_s, end_s)
        sums = self._sums(measure, begin_s, end_s)
        found = [one.mean for one in sums if _counts(measure, one, wanted, entries)]
        return sum(found) if found else None

    def _entered(self, begin_s: float, end_s: float) -> dict[str, frozenset[str]]:
        """Return the services that count the requests to each cell in a period."""
        asked = begin_s, end_s
        if asked not in self._entries:
            busy: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
            for one in self._sums(REQUESTS, begin_s, end_s):
                busy[one.cell][one.service] += one.amount
            self._entries[asked] = {
                cell: self._doors.get(cell) or frozenset({max(told, key=lambda name: (told[name], name))})
                for cell, told in busy.items()
            }
        return self._entries[asked]


def _counts(measure: str, one: _LoadSum, wanted: Mapping[str, str], entries: Mapping[str, frozenset[str]]) -> bool:
    cell, service, segment = wanted["cell"], wanted["service"], wanted["segment"]
    if cell not in {"", one.cell}:
        return False
    if segment and one.segment != segment and measure != TOKENS:
        return False
    if service or measure not in {REQUESTS, FAILED}:
        return service in {"", one.service}
    return one.service in entries.get(one.cell, frozenset())


def _mean_of(spans: tuple[LoadSpan, ...]) -> float:
    length_s = sum(span.to_s - span.from_s for span in spans)
    return sum(span.amount * (span.to_s - span.from_s) for span in spans) / length_s if length_s > 0 else 0.0


def _tables(state: State) -> tuple[object, ...]:
    tables = (table for (_, topic), table in sorted(state.objects.items()) if topic in {COURSES, LOADS})
    return (state.estate, *tables)


def _rows(state: State, topic: str, kind: type) -> list:  # type: ignore[type-arg]
    tables = (table for (_, known), table in state.objects.items() if known == topic)
    return [row for table in tables for row in table.rows.values() if isinstance(row, kind)]
