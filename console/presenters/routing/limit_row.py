"""Limits and quotas: what is allowed, what is used, what was the most, and what the records speak for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from console.domain.edge.rate_limit import BURST_OF_RATE, RateLimit
from console.domain.health import Health
from console.domain.quantity import quantity_number
from console.domain.replay.traffic_course import CALLS, ROUTED, SEGMENT, TrafficCourse
from console.domain.route import Quota, Setting
from console.kernel.i18n import t
from console.presenters.forecast_rows import outlooks
from console.presenters.format import UNKNOWN, local_time, number, percent, significant
from console.presenters.quota_number import quota_numbers
from console.presenters.routing.limit_forecast import LimitForecast, limit_forecast
from console.presenters.routing.weight_effect import QUOTAS, courses_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from console.domain.forecast.outlook import Outlook
    from console.estate.schema.cell import Cell
    from console.store.state import State

BUFFER = 0.2
"""Where no forecast asks for more, a limit is proposed a fifth above the most that was recorded."""
NEARLY = 0.85
_WEEK_S = 7 * 86_400
_MEASURES = {quota: measure for measure, quota in QUOTAS.items()}
_UNITS = ("Ki", "Mi", "Gi", "Ti", "Pi")
_BYTES = frozenset({"memory", "storage", "ephemeral-storage"})
_ENDINGS = {"_rps": "/s", "_ms": "ms", "_s": "s", "_seconds": "s", "_percent": "%", "_bytes": "B"}


class LimitKind(StrEnum):
    """Who holds to it."""

    EDGE = "edge"
    CELL = "cell"
    NAMESPACE = "namespace"


class LimitRow(NamedTuple):
    """``limit``, ``used`` and ``peak`` (of the chosen recorded time) are in ``unit``; ``None`` is not known.

    ``scope`` is the segment, cell or namespace, ``place`` the rule's or quota's name, ``entry`` what of it.
    ``course`` is the recorded demand that it can be replayed against, ``suffix`` what the quota is written with,
    ``forecast`` what is expected of that demand, ``only`` which pods a quota counts (empty: all).
    """

    kind: LimitKind
    connection: str
    namespace: str
    place: str
    entry: str
    scope: str
    unit: str
    limit: float | None
    used: float | None
    peak: float | None
    course: TrafficCourse | None = None
    period_s: int = 0
    suffix: str = ""
    forecast: LimitForecast | None = None
    only: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Return what tells it apart."""
        return self.kind, self.connection, self.namespace, self.place, self.entry

    @property
    def title(self) -> str:
        """Return what it limits."""
        if self.kind is LimitKind.EDGE:
            return t("Requests of {segment} at the edge", segment=self.scope or self.place)
        return f"{self.scope}: {self.entry}" + (f" ({self.only})" if self.only else "")

    @property
    def share(self) -> float | None:
        """Return how full it was at most: now or at the recorded peak; ``None`` of a limit of nothing at all."""
        return self._most / self.limit if self._most is not None and self.limit else None

    @property
    def _most(self) -> float | None:
        return max((one for one in (self.used, self.peak) if one is not None), default=None)

    @property
    def ahead(self) -> float | None:
        """Return the expected peak where a forecast is above what was recorded."""
        expected = self.forecast.peak if self.forecast is not None else 0.0
        return expected if self.peak and expected > self.peak else None

    @property
    def proposal(self) -> float | None:
        """Return the expected or recorded peak and the buffer, in two digits; ``None`` when nothing was recorded."""
        if self.forecast is not None and self.ahead is not None:
            return float(f"{self.ahead * (1 + self.forecast.buffer):.2g}")
        return float(f"{self.peak * (1 + BUFFER):.2g}") if self.peak else None

    @property
    def reason(self) -> str:
        """Return what the proposal is made of; empty where there is none."""
        if self.forecast is not None and self.ahead is not None:
            return t("{peak} that the forecast expects within {days} days and {buffer} more",
                     peak=self.amount(self.ahead), days=self.forecast.days,
                     buffer=percent(self.forecast.buffer))  # fmt: skip
        return t("the recorded peak and {buffer} more", buffer=percent(BUFFER)) if self.peak else ""

    @property
    def health(self) -> Health:
        """Return how close it is to refusing; a ResourceQuota that forbids something is well where there is none."""
        if self.kind is LimitKind.NAMESPACE and self.limit == 0 and self._most is not None:
            return Health.CRITICAL if self._most > 0 else Health.OK
        if self.share is None:
            return Health.UNKNOWN
        return Health.CRITICAL if self.share > 1 else Health.WARNING if self.share >= NEARLY else Health.OK

    @property
    def evidence(self) -> str:
        """Return where demand comes from."""
        if self.course is None:
            return ""
        source, when = self.course.ref.connection, local_time(self.course.at_s)
        return t("Recorded by {source} until {when}: {query}", source=source, when=when, query=self.course.query)

    def amount(self, value: float | None) -> str:
        """Return an amount with the unit; of what is counted (pods) whole."""
        if value is None:
            return UNKNOWN
        if not self.unit:
            return significant(value) if value % 1 else number(value)
        between = "" if self.unit.startswith("/") else " "
        return f"{significant(value)}{between}{self.unit}"


def limit_rows(state: State, span_s: int) -> tuple[LimitRow, ...]:
    """Return rate limits at the edge, quotas of cells and of namespaces, the fullest first."""
    estate = state.estate
    if estate is None:
        return ()
    known = outlooks(state)
    rows = [
        *(row for account in estate.cloudflare for row in _edge(state, account.key, span_s, known)),
        *(row for cell in estate.cells for row in _of_cell(state, cell, span_s, known)),
        *(row for cluster in estate.clusters for row in _of_namespaces(state, cluster.key)),
    ]
    return tuple(sorted(rows, key=lambda row: (-row.health, -(row.share or 0.0), row.title)))


def _edge(state: State, account: str, span_s: int, known: Sequence[Outlook]) -> Iterator[LimitRow]:
    courses = courses_of(state, SEGMENT, span_s)
    longest = {**courses, **courses_of(state, SEGMENT, _WEEK_S)}
    cells = state.estate.cells if state.estate is not None else ()
    segments = dict.fromkeys((*courses, *(one for cell in cells for one in cell.segments)))
    for rule in state.rows(account, "rate-limits", RateLimit):
        segment = segment_of(rule, segments)
        rps = rule.requests / (rule.period_s + BURST_OF_RATE) if rule.enabled else None
        course = courses.get(segment)
        yield LimitRow(
            LimitKind.EDGE, account, rule.ref.namespace, rule.ref.name, "", segment, "/s", rps, _last(course),
            _peak(course), course, rule.period_s, forecast=limit_forecast(state.estate, known, longest.get(segment)),
        )  # fmt: skip


def segment_of(rule: RateLimit, segments: Iterable[str]) -> str:
    """Return the segment whose requests a rule counts: by its name, else by its expression; empty for none."""
    named = [one for one in segments if one == rule.ref.name or f'"{one}"' in rule.expression]
    return named[0] if len(named) == 1 else ""


def _of_cell(state: State, cell: Cell, span_s: int, known: Sequence[Outlook]) -> Iterator[LimitRow]:
    estate = state.estate
    places = estate.quota_places(cell) if estate is not None else frozenset()
    entry = cell.quota_config.entry if cell.quota_config is not None else ""
    for setting in state.rows(cell.cluster, "settings", Setting):
        if (setting.ref.namespace, setting.ref.name) not in places:
            continue
        for name, limit in quota_numbers(setting, entry).items():
            measure = _MEASURES.get(name, "")
            course = courses_of(state, measure, span_s).get(cell.key) if measure in {ROUTED, CALLS} else None
            longest = courses_of(state, measure, _WEEK_S).get(cell.key, course) if course is not None else None
            yield LimitRow(
                LimitKind.CELL, cell.cluster, setting.ref.namespace, setting.ref.name, name, cell.title or cell.key,
                "/s" if measure else _of_name(name), limit, _last(course), _peak(course), course,
                forecast=limit_forecast(state.estate, known, longest),
            )  # fmt: skip


def _of_namespaces(state: State, cluster: str) -> Iterator[LimitRow]:
    for quota in state.rows(cluster, "quotas", Quota):
        for resource, hard, used in quota.items:
            suffix = next((one for one in _UNITS if hard.endswith(one)), "")
            factor, unit = quantity_number(f"1{suffix}") or 1.0, suffix or _unit_of(resource)
            limit, now = quantity_number(hard), quantity_number(used)
            yield LimitRow(
                LimitKind.NAMESPACE, cluster, quota.ref.namespace, quota.ref.name, resource, quota.ref.namespace, unit,
                limit / factor if limit is not None else None, now / factor if now is not None else None, None,
                suffix=suffix, only=", ".join(quota.scopes),
            )  # fmt: skip


def _unit_of(resource: str) -> str:
    """Return what a quota without a suffix counts: cores, bytes; objects are named by the resource itself."""
    kind = resource.rpartition(".")[2]
    if kind == "cpu":
        return t("cores")
    return "B" if kind in _BYTES else ""


def _of_name(name: str) -> str:
    """Return the unit that the name of a cell's quota ends in."""
    return next((unit for ending, unit in _ENDINGS.items() if name.endswith(ending)), "")


def _last(course: TrafficCourse | None) -> float | None:
    return course.rates[-1] if course is not None and course.rates else None


def _peak(course: TrafficCourse | None) -> float | None:
    return max((one for one in course.rates if one is not None), default=None) if course is not None else None
