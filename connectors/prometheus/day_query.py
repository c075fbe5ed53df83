"""Asking a query day by day: one range for the days that are past, asked for rarely, and one value of today."""

import asyncio
from collections.abc import Callable, Mapping
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from console.domain.price.course_days import DAY_S, HOUR_S, CourseDays

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader

_AT_ONCE = 2
_AGAIN_S = 6 * HOUR_S  # rules may fill in what was missing
Labels = tuple[tuple[str, str], ...]


class DayAmount(NamedTuple):
    """A value over ``from_s`` until ``to_s`` (unix seconds)."""

    from_s: float
    to_s: float
    amount: float


Days = Mapping[Labels, tuple[DayAmount, ...]]


class DayQuery:
    """Remembers what is past of each query; ``$span`` in a query is the length of the span without its first second.

    Without it a server before version 3 would count the full hour in which the span begins as well.
    """

    def __init__(self, reader: "Callable[[], PrometheusReader]") -> None:
        self._reader = reader
        self._past: dict[str, tuple[tuple[float, float, float], Days]] = {}
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def ask(self, query: str, days: CourseDays) -> Days:
        """Return the values by labels, ascending; raise ``ConnectorError``."""
        async with self._gate:
            mark = (days.begin_s, days.today_s, days.until_s // _AGAIN_S)
            known = self._past.get(query)
            if known is None or known[0] != mark:
                known = self._past[query] = (mark, await self._days(query, days))
            found = {labels: list(amounts) for labels, amounts in known[1].items()}
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


def _filled(query: str, span_s: float) -> str:
    return query.replace("$span", f"{span_s - 1:.0f}s")
