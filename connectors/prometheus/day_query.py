"""Asking a query day by day: one range for the days that are past, asked for rarely, and one value of today."""

import asyncio
from collections.abc import Callable, Mapping
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from console.domain.price.course_days import DAY_S, HOUR_S, CourseDays
from console.kernel.clock import Clock

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader

_AT_ONCE = 2
_AGAIN_S = 6 * HOUR_S  # rules may fill in what was missing
_SOON_S = 60.0  # a server that has just started may not have read its past yet
Labels = tuple[tuple[str, str], ...]


class DayAmount(NamedTuple):
    """A value over ``from_s`` until ``to_s`` (unix seconds)."""

    from_s: float
    to_s: float
    amount: float


Days = Mapping[Labels, tuple[DayAmount, ...]]


class _Past(NamedTuple):
    """Days that were asked for at ``at_s`` (monotonic); ``whole``: there is something of each of them."""

    mark: tuple[float, float, float]
    days: Days
    whole: bool
    at_s: float

    def holds(self, mark: tuple[float, float, float], now_s: float) -> bool:
        return self.mark == mark and (self.whole or now_s - self.at_s < _SOON_S)


class DayQuery:
    """Remembers what is past of each query; ``$span`` in a query is the length of the span without its first second.

    Without it a server before version 3 would count the full hour in which the span begins as well.
    """

    def __init__(self, reader: "Callable[[], PrometheusReader]", clock: Clock) -> None:
        self._reader, self._clock = reader, clock
        self._past: dict[str, _Past] = {}
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def ask(self, query: str, days: CourseDays) -> Days:
        """Return the values by labels, ascending; raise ``ConnectorError``."""
        async with self._gate:
            mark = (days.begin_s, days.today_s, days.until_s // _AGAIN_S)
            now_s = self._clock.monotonic()
            known = self._past.get(query)
            if known is None or not known.holds(mark, now_s):
                past = await self._days(query, days)
                known = self._past[query] = _Past(mark, past, _is_whole(past, days), now_s)
            elif days.until_s <= days.today_s:
                await self._reader().query("vector(1)")  # in the first hour of a day: who is not asked answers nothing
            found = {labels: list(amounts) for labels, amounts in known.days.items()}
            if days.until_s > days.today_s:
                for labels, amount in await self._today(query, days):
                    found.setdefault(labels, []).append(amount)
        return {labels: tuple(amounts) for labels, amounts in found.items()}

    async def _days(self, query: str, days: CourseDays) -> Days:
        asked = _filled(query, DAY_S)
        answer = await self._reader().query_range(asked, days.begin_s + DAY_S, days.today_s, DAY_S)
        return {
            tuple(sorted(one.labels.items())): tuple(
                DayAmount(at - DAY_S, at, value)
                for at, value in zip(one.times.tolist(), one.values.tolist(), strict=True)
                if isfinite(value)
            )
            for one in answer.series
        }

    async def _today(self, query: str, days: CourseDays) -> list[tuple[Labels, DayAmount]]:
        asked = _filled(query, days.until_s - days.today_s)
        samples = await self._reader().query(asked, days.until_s)
        return [
            (tuple(sorted(one.labels.items())), DayAmount(days.today_s, days.until_s, one.value))
            for one in samples
            if isfinite(one.value)
        ]


def _is_whole(past: Days, days: CourseDays) -> bool:
    """Return whether each day has a value of anything."""
    told = {amount.from_s for amounts in past.values() for amount in amounts}
    return len(told) >= round((days.today_s - days.begin_s) / DAY_S)


def _filled(query: str, span_s: float) -> str:
    return query.replace("$span", f"{span_s - 1:.0f}s")
