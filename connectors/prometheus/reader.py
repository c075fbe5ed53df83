"""Queries on demand: the metric port over the HTTP API."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from connectors.prometheus.api import PrometheusApi
from connectors.prometheus.envelope import WrongShapeError
from connectors.prometheus.instant import decode_instant
from connectors.prometheus.matrix import decode_matrix
from connectors.prometheus.time_range import TimeRange
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.gathered import gathered
from console.kernel.i18n import t
from console.kernel.runtime import Runtime
from console.ports.metric import Answer, Sample, Series

Decoded = TypeVar("Decoded")

QUERY_S = 30.0
_AT_ONCE = 2
_MOST_VALUES = 20_000_000  # 320 MB of times and values
_LARGE = 1 << 20  # bytes; a larger body is decoded in a thread, so that the I/O loop goes on


@dataclass(frozen=True, slots=True)
class Vector:
    """The samples of an instant query with the server's warnings, which must be shown."""

    samples: tuple[Sample, ...]
    warnings: tuple[str, ...] = ()


class PrometheusReader:
    """Implements ``console.ports.metric.MetricReader``."""

    def __init__(self, api: PrometheusApi, runtime: Runtime) -> None:
        self._api = api
        self._runtime = runtime

    async def query(self, promql: str, at_s: float | None = None) -> tuple[Sample, ...]:
        """Return the instant vector of a query, now by the server's clock or at a time."""
        return (await self.instant(promql, at_s)).samples

    async def instant(self, promql: str, at_s: float | None = None, timeout_s: float = QUERY_S) -> Vector:
        """Return the instant vector of a query together with the server's warnings; raise ``ConnectorError``."""
        form = {"query": promql}
        if at_s is not None:
            form["time"] = f"{at_s:.3f}"
        body = await self._api.ask("query", form, timeout_s)
        return Vector(*await self._decode(decode_instant, body))

    async def query_range(
        self, promql: str, start_s: float, end_s: float, step_s: float, *, timeout_s: float = QUERY_S
    ) -> Answer:
        """Return the range vector of a query, asked for in parts of 11,000 points; raise ``ConnectorError``."""
        try:
            whole = TimeRange.of(start_s, end_s, step_s)
        except ValueError as error:
            raise ConnectorError(
                ErrorKind.PROTOCOL,
                t("This time range cannot be asked of {place}: {why}.", place=self._api.peer.place, why=str(error)),
                t("Choose a shorter range or a longer step."),
            ) from None
        gate = asyncio.Semaphore(_AT_ONCE)
        budget = _Budget(self._api)

        async def one(part: TimeRange) -> Answer:
            async with gate:
                body = await self._api.ask("query_range", {"query": promql, **part.form()}, timeout_s)
                answer = Answer(*await self._decode(decode_matrix, body))
                budget.spend(answer)
                return answer

        return _joined(await gathered(*(one(part) for part in whole.parts())))

    async def _decode(self, decode: Callable[[bytes], Decoded], body: bytes) -> Decoded:
        try:
            if len(body) > _LARGE:
                return await self._runtime.in_thread(decode, body)
            return decode(body)
        except WrongShapeError as error:
            raise self._api.unreadable(error) from None


class _Budget:
    """Bounds what all parts of a range may hold together."""

    def __init__(self, api: PrometheusApi) -> None:
        self._api = api
        self._left = _MOST_VALUES

    def spend(self, answer: Answer) -> None:
        """Count an answer; raise ``ConnectorError`` when there is too much in all."""
        self._left -= sum(series.values.size for series in answer.series)
        if self._left < 0:
            raise ConnectorError(
                ErrorKind.PROTOCOL,
                t("A query to {place} gives more than {count} points.", place=self._api.peer.place, count=_MOST_VALUES),
                t("Choose a shorter range, a longer step or fewer series."),
            )


def _joined(parts: Sequence[Answer]) -> Answer:
    """Put the parts of each series together, in the order of time."""
    if len(parts) == 1:
        return parts[0]
    pieces: dict[tuple[tuple[str, str], ...], list[Series]] = {}
    for part in parts:
        for one in part.series:
            pieces.setdefault(tuple(sorted(one.labels.items())), []).append(one)
    series = tuple(
        Series(
            several[0].labels,
            np.concatenate([piece.times for piece in several]),
            np.concatenate([piece.values for piece in several]),
        )
        for several in pieces.values()
    )
    return Answer(series, _distinct(note for part in parts for note in part.warnings))


def _distinct(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(notes))
