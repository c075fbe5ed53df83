"""What a metric server is asked for about energy: one query per measure, an amount per hour."""

from typing import NamedTuple

ZONES = 'zone=~"|package.*|dram.*"'
"""Of Kepler's zones: ``core`` lies within ``package`` and ``psys`` holds both, so that adding up all counts twice."""
_PLACE = "sum by ($cell, $service)"
_IN = '{$cell=~"$cells"}'
_CONTAINERS = '{$cell=~"$cells",container!="",container!="POD"}'


class EnergyMeasure(NamedTuple):
    """``key`` is a field of ``EnergyUse``; ``query`` a template of ``console.domain.promql.fill``, per hour."""

    key: str
    query: str


def _grown(metric: str, where: str = _IN) -> str:
    return f"{_PLACE} (increase({metric}{where}[1h]))"


def _held(metric: str, where: str = _IN) -> str:
    return f"avg_over_time(({_PLACE} ({metric}{where}))[1h:5m])"


def _first(*queries: str) -> str:
    return " or ".join(queries)


def _requested(resource: str) -> str:
    return _held("kube_pod_container_resource_requests", f'{{$cell=~"$cells",resource="{resource}"}}')


_KEPLER = f'{{$cell=~"$cells",{ZONES}}}'
_CPU = _first(
    _grown("kepler_pod_cpu_joules_total", _KEPLER),
    _grown("kepler_container_cpu_joules_total", _KEPLER),
    _grown("kepler_container_joules_total"),
)
_GPU = _first(_grown("kepler_pod_gpu_joules_total"), _grown("kepler_container_gpu_joules_total"))

ENERGY_MEASURES: tuple[EnergyMeasure, ...] = (
    EnergyMeasure("joules", f"({_CPU}) + (({_GPU}) or 0 * ({_CPU}))"),
    EnergyMeasure("core_hours", _first(_held("container_cpu_allocation"), _requested("cpu"))),
    EnergyMeasure("used_core_hours", f"{_grown('container_cpu_usage_seconds_total', _CONTAINERS)} / 3600"),
    EnergyMeasure("gb_hours", f"({_first(_held('container_memory_allocation_bytes'), _requested('memory'))}) / 1e9"),
    EnergyMeasure("sent_gb", f"{_grown('container_network_transmit_bytes_total')} / 1e9"),
    EnergyMeasure("requests", _grown("http_server_requests_total")),
)
"""Kepler's older releases tell ``kepler_container_joules_total``; memory and processors that OpenCost does not tell are
those that pods request."""


def price_query(allocation: str, price: str) -> str:
    """Return what a unit-hour costs on the nodes that a cell uses: its nodes' prices, weighted by what it has there."""
    share = f"sum by ($cell) ({allocation}{_IN} * on (node) group_left () max by (node) ({price}))"
    return f"{share} / sum by ($cell) ({allocation}{_IN} * on (node) group_left () (max by (node) ({price}) * 0 + 1))"


CORE_PRICE = price_query("container_cpu_allocation", "node_cpu_hourly_cost")
GIB_PRICE = price_query("container_memory_allocation_bytes", "node_ram_hourly_cost")
