"""Asking a metric server how an error budget went: coarse over the period, finer when only its end is known."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.domain.slo.duration import duration_text
from console.domain.slo.indicator import filled
from console.domain.slo.slo_course import SloCourse, course_of
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.slo.slo_status import SloStatus
    from console.ports.metric import Answer, MetricReader

_POINTS = 240
_SHORTEST_S = 300  # the shortest window of the alerts: shorter ones may hold a single sample


async def slo_history(reader: MetricReader, status: SloStatus, now_s: float) -> SloCourse:
    """Return the course of an objective up to ``now_s`` (unix seconds); raise ``ConnectorError``.

    The first look has one point per 240th of the period. Where less than a quarter of it is known, that part is asked
    for again with as many points.
    """
    course = await _course(reader, status, now_s, status.observed_s)
    known_s = now_s - course.begins_s
    if course.times and known_s < status.observed_s / 4 and course.step_s > _SHORTEST_S:
        return await _course(reader, status, now_s, known_s)
    return course


async def _course(reader: MetricReader, status: SloStatus, now_s: float, span_s: float) -> SloCourse:
    step_s = max(_SHORTEST_S, int(span_s / _POINTS) // 60 * 60)
    count = max(1, round(span_s / step_s))
    start_s, end_s = now_s - (count - 1) * step_s, now_s
    window = duration_text(step_s)

    async def values(query: str) -> Mapping[float, float]:
        return _one_series(await reader.query_range(filled(query, window), start_s, end_s, step_s), status)

    if not status.total_query:
        ratios = await values(status.ratio_query)
        return _made(status, now_s, step_s, ratios, dict.fromkeys(ratios, 1.0))
    ratios, events = await asyncio.gather(values(status.ratio_query), values(status.total_query))
    return _made(status, now_s, step_s, ratios, events)


def _one_series(answer: Answer, status: SloStatus) -> Mapping[float, float]:
    if len(answer.series) > 1:
        raise ConnectorError(
            ErrorKind.PROTOCOL,
            t(
                "The query of {name} gives {count} series instead of one.",
                name=status.ref.name,
                count=len(answer.series),
            ),
            t("Sum them up in its document, or write one objective for each."),
        )
    if not answer.series:
        return {}
    one = answer.series[0]
    return dict(zip(one.times.tolist(), one.values.tolist(), strict=True))


def _made(
    status: SloStatus, now_s: float, step_s: float, ratios: Mapping[float, float], events: Mapping[float, float]
) -> SloCourse:
    times: Sequence[float] = sorted(ratios)
    nothing = float("nan")
    return course_of(
        status.ref,
        int(status.observed_s),
        now_s,
        step_s,
        times,
        [ratios[at] for at in times],
        [events.get(at, nothing) for at in times],
    )
