"""Reading what two arms counted from a metric server, for the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.judge.arm_query import ArmQuery, revision_queries
from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.canary_counts import CanaryCounts
from console.domain.judge.compared_metric import ComparedMetric
from console.domain.judge.latency_bound import latency_bound
from console.domain.promql import QueryLabels
from console.domain.resource import ResourceRef
from console.domain.slo.duration import duration_text
from console.domain.slo.indicator import filled
from console.kernel.gathered import gathered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.rollout import Rollout
    from console.estate.schema.cell import Cell, Service
    from console.estate.schema.connection import Prometheus
    from console.ports.metric import MetricReader

LONGEST_S = 12 * 3600.0
SLICES_S = (60.0, 300.0, 900.0)
"""Lengths of slices, tried in this order: servers that scrape seldom tell nothing of short ones."""
_GAP_S = 900.0
_BEFORE_S = 3600.0
_MOST_SLICES = 720


async def read_canary(
    reader: MetricReader,
    server: Prometheus,
    cell: Cell,
    service: Service,
    rollout: Rollout,
    now_s: float,
    since_s: float | None = None,
) -> CanaryCounts:
    """Return what the canary of a rollout and its stable revision counted since it began; raise ``ConnectorError``.

    It begins where its requests do, not before ``since_s``; where nobody knows that (``None``), a pause of more than a
    quarter of an hour begins it anew.
    """
    names = server.labels
    queries = revision_queries(
        QueryLabels(names.cell, names.service, names.segment),
        names.revision,
        cell.selectors.metrics_cell or cell.key,
        service.name,
        rollout.current_hash,
    )
    ref = ResourceRef(server.key, "Canary", rollout.ref.namespace, rollout.ref.name)
    return await read_counts(reader, ref, rollout.current_hash, queries, now_s, since_s=since_s)


async def read_counts(
    reader: MetricReader,
    ref: ResourceRef,
    revision: str,
    queries: Sequence[ArmQuery],
    now_s: float,
    *,
    since_s: float | None = None,
    is_alone: bool = False,
) -> CanaryCounts:
    """Return what ``queries`` (the first one tells when the canary began) counted; raise ``ConnectorError``.

    A canary that began after ``since_s`` counts from its first request on: few requests have long pauses, too.
    ``is_alone``: the canary has all requests by now, and what it counted without its baseline counts too.
    """
    start_s, steady = now_s - LONGEST_S, queries[0].canary if is_alone else queries[0].baseline
    step_s = await _slice_length(reader, steady, now_s - _GAP_S, now_s)
    gap_s = max(_GAP_S, 2 * step_s) if since_s is None else LONGEST_S
    first_s = start_s if since_s is None else max(start_s, min(since_s, now_s))
    begins_s = await _begins(reader, queries[0].canary, (first_s, now_s), step_s, gap_s)
    return CanaryCounts(
        ref,
        revision,
        begins_s,
        now_s,
        step_s,
        await gathered(*(_read(reader, one, begins_s, now_s, step_s, is_alone) for one in queries)),
        tuple((one.name, evidence_text(one, step_s)) for one in queries),
    )


async def read_metric(
    reader: MetricReader, query: ArmQuery, start_s: float, end_s: float
) -> tuple[ComparedMetric, float]:
    """Return what both arms counted, and how long (seconds) a slice is; raise ``ConnectorError``."""
    step_s = await _slice_length(reader, query.baseline, start_s, end_s)
    return await _read(reader, query, start_s, end_s, step_s, is_alone=False), step_s


def evidence_text(query: ArmQuery, step_s: float) -> str:
    """Return the queries of a metric as they are asked, one below the other."""
    asked = (query.baseline, query.baseline_bad, query.canary, query.canary_bad)
    return "\n".join(filled(one, duration_text(int(step_s))) for one in asked if one)


async def _slice_length(reader: MetricReader, query: str, start_s: float, end_s: float) -> float:
    """Return the shortest length of slices that tells of at least half of a time, else the one that tells most."""
    told: dict[float, float] = {}
    for step_s in SLICES_S:
        found = await _values(reader, query, start_s, end_s, step_s)
        told[step_s] = step_s * max((len(counts) for counts in found.values()), default=0)
        if told[step_s] >= (end_s - start_s) / 2:
            return step_s
    return max(SLICES_S, key=lambda one: told[one])


async def _begins(reader: MetricReader, query: str, span: tuple[float, float], step_s: float, gap_s: float) -> float:
    """Return when the present run of the canary began: the end of its last pause that is longer than ``gap_s``."""
    counts = (await _values(reader, query, *span, step_s)).get("", {})
    busy = sorted(at for at, count in counts.items() if count > 0)
    first_s = busy[-1] if busy else span[1]
    for at in reversed(busy):
        if first_s - at > gap_s:
            break
        first_s = at
    return first_s - step_s  # a slice is told at its end


async def _read(
    reader: MetricReader, query: ArmQuery, start_s: float, end_s: float, step_s: float, is_alone: bool
) -> ComparedMetric:
    if not query.baseline_bad:
        return await _read_latency(reader, query, start_s, end_s, step_s)
    asked = (query.baseline, query.baseline_bad, query.canary, query.canary_bad)
    told = await gathered(*(_values(reader, one, start_s, end_s, step_s) for one in asked))
    counts = [one.get("", {}) for one in told]
    return ComparedMetric(query.name, query.kind, _slices(*counts, is_alone=is_alone))


async def _read_latency(
    reader: MetricReader, query: ArmQuery, start_s: float, end_s: float, step_s: float
) -> ComparedMetric:
    baseline, canary = await gathered(
        *(_values(reader, one, start_s, end_s, step_s) for one in (query.baseline, query.canary))
    )
    bounds = sorted({float(le) for le in (*baseline, *canary) if le})
    of_baseline, of_canary = _histogram(baseline, bounds), _histogram(canary, bounds)
    # By the hour before, so that the threshold is the same at every look.
    before = _histogram(await _values(reader, query.baseline, start_s - _BEFORE_S, start_s, step_s), bounds)
    over = latency_bound(bounds, before if sum(before) > 0 else of_baseline, query.over)
    if over is None:
        return ComparedMetric(query.name, query.kind, ())
    return ComparedMetric(
        query.name,
        query.kind,
        _slices(*_over(baseline, over), *_over(canary, over)),
        over,
        of_baseline,
        of_canary,
    )


async def _values(
    reader: MetricReader, query: str, start_s: float, end_s: float, step_s: float
) -> Mapping[str, Mapping[float, float]]:
    """Return counts by time, by the bucket's bound (empty without buckets)."""
    count = min(_MOST_SLICES, max(1, round((end_s - start_s) / step_s)))
    first_s = end_s - (count - 1) * step_s
    answer = await reader.query_range(filled(query, duration_text(int(step_s))), first_s, end_s, step_s)
    return {
        one.labels.get("le", ""): {
            at: value
            for at, value in zip(one.times.tolist(), one.values.tolist(), strict=True)
            if value >= 0  # NaN is not
        }
        for one in answer.series
    }


def _slices(
    baseline: Mapping[float, float],
    baseline_bad: Mapping[float, float],
    canary: Mapping[float, float],
    canary_bad: Mapping[float, float],
    *,
    is_alone: bool = False,
) -> tuple[ArmSlice, ...]:
    """Return the slices in which both arms had trials, or the canary had; bad events that nobody counted are none."""
    return tuple(
        ArmSlice(
            usual,
            min(baseline_bad.get(at, 0.0), usual),
            canary[at],
            min(canary_bad.get(at, 0.0), canary[at]),
        )
        for at in sorted(canary)
        if canary[at] > 0 and ((usual := baseline.get(at, 0.0)) > 0 or is_alone)
    )


def _histogram(buckets: Mapping[str, Mapping[float, float]], bounds: Sequence[float]) -> tuple[float, ...]:
    """Return the counts per bucket (not cumulated) over the whole time."""
    sums = {float(le): sum(counts.values()) for le, counts in buckets.items() if le}
    found, before = [], 0.0
    for bound in bounds:
        upto = max(before, sums.get(bound, before))
        found.append(upto - before)
        before = upto
    return tuple(found)


def _over(
    buckets: Mapping[str, Mapping[float, float]], over: float
) -> tuple[Mapping[float, float], Mapping[float, float]]:
    """Return all requests and those over a bound, by time."""
    by_bound = {float(le): counts for le, counts in buckets.items() if le}
    total, within = by_bound.get(float("inf"), {}), by_bound.get(over, {})
    return total, {at: max(0.0, count - within.get(at, 0.0)) for at, count in total.items()}
