"""What a metric server is asked for to see how services fare under load: values of an hour, hour by hour."""

from typing import NamedTuple

LOAD, CORES, LATENCY, USED = "load", "cores", "latency", "used"


class LoadMeasure(NamedTuple):
    """A measure by cell and service; labels are filled in as in ``console.domain.promql``."""

    key: str
    query: str


_SERVED = 'sum by ($cell, $service) (rate(http_server_requests_total{$cell=~"$cells"CODES}[1h]))'
_ALL, _REFUSED = _SERVED.replace("CODES", ""), _SERVED.replace("CODES", ',http_response_status_code="429"')
_RESERVED = 'sum by ($cell, $service) (avg_over_time(METRIC{$cell=~"$cells"MORE}[1h]))'
_ALLOCATED = _RESERVED.replace("METRIC", "container_cpu_allocation").replace("MORE", "")
_REQUESTED = _RESERVED.replace("METRIC", "kube_pod_container_resource_requests").replace("MORE", ',resource="cpu"')

CAPACITY_MEASURES: tuple[LoadMeasure, ...] = (
    LoadMeasure(LOAD, f"{_ALL} - (({_REFUSED}) or 0 * ({_ALL}))"),
    LoadMeasure(CORES, f"({_ALLOCATED}) or ({_REQUESTED})"),
    LoadMeasure(
        LATENCY,
        "histogram_quantile(0.95, sum by ($cell, $service, le) "
        '(rate(http_server_request_duration_seconds_bucket{$cell=~"$cells"}[1h])))',
    ),
    LoadMeasure(
        USED,
        "sum by ($cell, $service) "
        '(rate(container_cpu_usage_seconds_total{$cell=~"$cells",container!="",container!="POD"}[1h]))',
    ),
)
"""Requests that were refused (429) are no load. ``cores`` are what was reserved: the allocation, else the requests."""
