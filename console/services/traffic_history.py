"""Asking a metric server for the traffic of the last day and week, to replay limits and weights against."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from console.domain.layer import Layer
from console.domain.promql import QueryLabels, any_of, fill
from console.domain.replay.traffic_course import CALLS, ROUTED, SEGMENT, TrafficCourse
from console.domain.resource import ResourceRef
from console.kernel.gathered import gathered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from console.estate.schema.connection import Prometheus
    from console.estate.schema.estate import Estate
    from console.ports.metric import MetricReader

DAY_S, WEEK_S = 86_400, 7 * 86_400
STEPS_S = {DAY_S: 60, WEEK_S: 300}
"""What is asked for and in which steps: a finer week would be more than anybody records for long."""

_ROUTED = (
    'sum by (destination_workload) (rate(istio_requests_total{reporter="destination",source_workload="cell-router",'
    'destination_workload=~"$cells"}[#]))'
)
_CALLS = 'sum by ($cell) (rate(litellm_requests_metric_total{$cell=~"$cells"}[#]))'
_SEGMENT = 'sum by ($segment) (rate(http_server_requests_total{$cell=~"$cells",$service=~"{services}"}[#]))'
_ZONE = "sum(avg_over_time(cloudflare_zone_requests_total[#])) / 60"


class _Grid(NamedTuple):
    span_s: int
    step_s: int
    first_s: float
    points: int

    @property
    def window(self) -> str:
        return f"{2 * self.step_s // 60}m"


async def traffic_history(
    reader: MetricReader, server: Prometheus, estate: Estate, now_s: float
) -> tuple[TrafficCourse, ...]:
    """Return what reached the cells of a server, of every segment, and what models were asked; day and week.

    Raises ``ConnectorError``. What the server has no series for is left out.
    """
    found = await gathered(*(_of_span(reader, server, estate, _grid(span, now_s)) for span in STEPS_S))
    return tuple(course for courses in found for course in courses)


def _grid(span_s: int, now_s: float) -> _Grid:
    step_s = STEPS_S[span_s]
    last_s = now_s // step_s * step_s
    count = span_s // step_s
    return _Grid(span_s, step_s, last_s - (count - 1) * step_s, count)


async def _of_span(reader: MetricReader, server: Prometheus, estate: Estate, grid: _Grid) -> list[TrafficCourse]:
    cells = {one.selectors.metrics_cell or one.key: one for one in estate.cells if one.prometheus == server.key}
    if not cells:
        return []
    labels = QueryLabels(server.labels.cell, server.labels.service, server.labels.segment)
    names = sorted({one.name for cell in cells.values() for one in cell.services if one.layer is Layer.PRESENTATION})
    segment = _SEGMENT.replace("{services}", any_of(names) if names else ".*")

    async def ask(template: str, label: str) -> tuple[Mapping[str, NDArray[np.float64]], str]:
        query = fill(template.replace("#", grid.window), labels, tuple(cells))
        return await _values(reader, query, label, grid), query

    (routed, routed_by), (calls, calls_by), (segments, segments_by), (zone, zone_by) = await gathered(
        ask(_ROUTED, "destination_workload"), ask(_CALLS, labels.cell), ask(segment, labels.segment), ask(_ZONE, "")
    )
    is_spread = "" in zone
    if is_spread:
        segments, segments_by = _at_the_edge(segments, zone[""]), f"{segments_by}\n{zone_by}"
    made = [_course(server.key, ROUTED, cells[one].key, grid, routed[one], routed_by) for one in routed if one in cells]
    made += [_course(server.key, CALLS, cells[one].key, grid, calls[one], calls_by) for one in calls if one in cells]
    return made + [
        replace(_course(server.key, SEGMENT, one, grid, segments[one], segments_by), estimated=is_spread)
        for one in segments
        if one
    ]


def _at_the_edge(
    segments: Mapping[str, NDArray[np.float64]], zone: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Spread what reached the edge as what its cache let through: caches hit alike for all segments, or nearly."""
    whole = np.sum([np.nan_to_num(one) for one in segments.values()], axis=0) if segments else np.array([])
    with np.errstate(divide="ignore", invalid="ignore"):
        return {name: np.where(whole > 0, values / whole * zone, np.nan) for name, values in segments.items()}


async def _values(reader: MetricReader, query: str, label: str, grid: _Grid) -> dict[str, NDArray[np.float64]]:
    """Return the series by a label's value, each in the steps of the grid with not-a-number for gaps."""
    end_s = grid.first_s + (grid.points - 1) * grid.step_s
    answer = await reader.query_range(query, grid.first_s, end_s, float(grid.step_s))
    found = {}
    for series in answer.series:
        values = np.full(grid.points, np.nan)
        places = np.rint((series.times - grid.first_s) / grid.step_s).astype(int)
        inside = (places >= 0) & (places < grid.points)
        values[places[inside]] = series.values[inside]
        found[series.labels.get(label, "")] = values
    return found


def _course(
    connection: str, measure: str, part: str, grid: _Grid, values: NDArray[np.float64], query: str
) -> TrafficCourse:
    rates = tuple(float(f"{one:.5g}") if np.isfinite(one) else None for one in values.tolist())
    ref = ResourceRef(connection, "TrafficCourse", measure, f"{part}/{grid.span_s}")
    return TrafficCourse(ref, measure, part, grid.span_s, grid.step_s, grid.first_s, rates, query)
