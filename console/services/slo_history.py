"""Asking a metric server how an error budget went: coarse over the period, finer when only its end is known."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from console.domain.slo.duration import duration_text
from console.domain.slo.indicator import filled, is_per_second
from console.domain.slo.maintenance import kept_parts, within
from console.domain.slo.past_alert import PastAlert, past_alerts
from console.domain.slo.slo_course import SloCourse, course_of
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.gathered import gathered
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.slo.slo_status import SloStatus
    from console.ports.metric import Answer, MetricReader

_POINTS = 240
_AT_ONCE = 4
_SHORTEST_PART_S = 60  # of a step beside maintenance: shorter parts may hold a single sample
_SHORTEST_S = 300  # the shortest window of the alerts: shorter ones may hold a single sample


async def slo_history(reader: MetricReader, status: SloStatus, now_s: float) -> SloCourse:
    """Return the course of an objective up to ``now_s`` (unix seconds) and its alerts; raise ``ConnectorError``.

    The first look has one point per 240th of the period. Where less than a quarter of it is known, that part is asked
    for again with as many points.
    """
    course = await _course(reader, status, now_s, status.observed_s)
    known_s = now_s - course.begins_s
    if course.times and known_s < status.observed_s / 4 and course.step_s > _SHORTEST_S:
        course = await _course(reader, status, now_s, known_s)
    return replace(course, incidents=await _incidents(reader, status, course))


async def _incidents(reader: MetricReader, status: SloStatus, course: SloCourse) -> tuple[PastAlert, ...]:
    """Return the alerts of the time of a course that name the objective, or its service in its cell and segment."""
    if not course.times:
        return ()
    labels = dict(status.labels)
    own: dict[str, str] = {"sloth_service": status.ref.namespace, "sloth_slo": status.ref.name}
    places: dict[str, str] = {name: f"{re.escape(labels[name])}|" for name in ("cell", "segment") if name in labels}
    window = f"[{duration_text(int(course.step_s))}]"
    query = " or ".join(
        f"max_over_time(ALERTS{_selector(exact, patterns)}{window})"
        for exact, patterns in ((own, {}), ({"service": status.ref.namespace, "sloth_id": ""}, places))
    )
    answer = await reader.query_range(query, course.begins_s + course.step_s, course.at_s, course.step_s)
    found = (
        one for series in answer.series for one in past_alerts(series.labels, series.times.tolist(), course.step_s)
    )
    return tuple(sorted(found, key=lambda one: (one.start_s, one.name)))


def _selector(exact: Mapping[str, str], patterns: Mapping[str, str]) -> str:
    told = [f"{name}={json.dumps(value)}" for name, value in {"alertstate": "firing", **exact}.items()]
    told += [f"{name}=~{json.dumps(pattern)}" for name, pattern in patterns.items()]
    return f"{{{','.join(told)}}}"


async def _course(reader: MetricReader, status: SloStatus, now_s: float, span_s: float) -> SloCourse:
    step_s = max(_SHORTEST_S, int(span_s / _POINTS) // 60 * 60)
    count = max(1, round(span_s / step_s))
    start_s, end_s = now_s - (count - 1) * step_s, now_s
    window = duration_text(step_s)

    async def values(query: str) -> Mapping[float, float]:
        return _one_series(await reader.query_range(filled(query, window), start_s, end_s, step_s), status)

    if status.total_query:
        ratios, events = await gathered(values(status.ratio_query), values(status.total_query))
    else:
        ratios = await values(status.ratio_query)
        events = dict.fromkeys(ratios, 1.0)
    ratios, events = dict(ratios), dict(events)
    await _without_maintenance(reader, status, step_s, ratios, events)
    return _made(status, now_s, step_s, ratios, events)


async def _without_maintenance(
    reader: MetricReader, status: SloStatus, step_s: float, ratios: dict[float, float], events: dict[float, float]
) -> None:
    """Put in place of the steps that meet maintenance what the rest of each step says; nothing where it is all."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def value(query: str, start_s: float, end_s: float) -> float:
        async with gate:
            samples = await reader.query(filled(query, duration_text(int(end_s - start_s))), end_s)
        return samples[0].value if len(samples) == 1 else float("nan")

    async def part(start_s: float, end_s: float) -> tuple[float, float]:
        share = (end_s - start_s) / step_s
        if not status.total_query:
            return await value(status.ratio_query, start_s, end_s), share
        ratio, count = await gathered(
            value(status.ratio_query, start_s, end_s), value(status.total_query, start_s, end_s)
        )
        return ratio, count * share if is_per_second(status.total_query) else count

    async def step(at_s: float) -> None:
        parts = (one for one in kept_parts(status.planned, at_s - step_s, at_s) if one[1] - one[0] >= _SHORTEST_PART_S)
        told = [one for one in await gathered(*(part(*one) for one in parts)) if isfinite(one[0]) and one[1] > 0]
        whole = sum(weight for _, weight in told)
        if not told:
            ratios.pop(at_s, None)
            return
        ratios[at_s] = sum(ratio * weight for ratio, weight in told) / whole
        events[at_s] = whole

    await gathered(*(step(at_s) for at_s in tuple(ratios) if within(status.planned, at_s - step_s, at_s)))


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
        int(status.counted_s),
        now_s,
        step_s,
        times,
        [ratios[at] for at in times],
        [events.get(at, nothing) for at in times],
    )
