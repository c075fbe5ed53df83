"""The queries that tell how much is asked of cells and segments, hour by hour."""

from __future__ import annotations

from typing import NamedTuple

from console.domain.forecast.measure import Measure

_REQUESTS = 'rate(http_server_requests_total{$cell=~"$cells"#}[1h])'
_BUSIEST = 'max by (BY) (sum by (BY, $service) (rate(http_server_requests_total{$cell=~"$cells"}[1h])))'


class DemandQuery(NamedTuple):
    """A template for ``console.domain.promql.fill``; ``own`` is the key of the estate's own query in its place.

    ``#`` stands for the matcher of the services that users reach first. Where the estate names none, ``doorless`` is
    asked: every request passes several services, so the busiest one counts them.
    """

    measure: Measure
    query: str
    by_segment: bool
    own: str
    doorless: str = ""


DEMAND_QUERIES: tuple[DemandQuery, ...] = (
    DemandQuery(Measure.RPS, f"sum by ($cell) ({_REQUESTS})", False, "demand_rps", _BUSIEST.replace("BY", "$cell")),
    DemandQuery(
        Measure.RPS,
        f"sum by ($cell, $segment) ({_REQUESTS})",
        True,
        "demand_rps_by_segment",
        _BUSIEST.replace("BY", "$cell, $segment"),
    ),
    DemandQuery(
        Measure.TOKENS,
        'sum by ($cell) (rate(vllm:generation_tokens_total{$cell=~"$cells"}[1h]))',
        False,
        "demand_tokens",
    ),
    DemandQuery(
        Measure.QUEUE,
        'sum by ($cell) (max_over_time(kafka_consumergroup_lag{$cell=~"$cells"}[1h]))',
        False,
        "demand_queue",
    ),
    DemandQuery(
        Measure.STORAGE,
        'sum by ($cell) (max_over_time(pg_database_size_bytes{$cell=~"$cells"}[1h]))',
        False,
        "demand_storage",
    ),
)
"""Rates are means of an hour; queues and storage are the highest of it, because that is what must fit."""
