"""Series of what stands above the cells: the edge, node prices, releases."""

from collections.abc import Iterator

from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.estate_state import EdgeState
from console.lab.simulator.latency import quantile_s
from console.lab.simulator.series.sample import Sample

ZONE = "newsletter.example"
WORKERS: tuple[tuple[str, float], ...] = (("edge-router", 1.0), ("edge-inference", 2.1))
"""Worker scripts and their CPU time relative to the router's."""
_QUANTILES = (("P50", 0.5), ("P75", 0.75), ("P95", 0.95), ("P99", 0.99))
_WORKER_SHAPE = 5.5


def edge_samples(edge: EdgeState) -> Iterator[Sample]:
    """Requests at the edge per minute, cached ones, and the CPU time of the Workers (microseconds)."""
    total = edge.rps["b2b"] + edge.rps["b2c"] + edge.rps["enterprise"]
    zone = (("zone", ZONE),)
    yield Sample("cloudflare_zone_requests_total", zone, total * 60.0)
    yield Sample("cloudflare_zone_requests_cached", zone, total * 60.0 * edge.cache_hit_ratio)
    for script, weight in WORKERS:
        for name, quantile in _QUANTILES:
            micros = 1e6 * weight * quantile_s(quantile, edge.worker_cpu_median_s, _WORKER_SHAPE)
            yield Sample("cloudflare_worker_cpu_time", (("script_name", script), ("quantile", name)), micros)


def node_samples(blueprint: EstateBlueprint) -> Iterator[Sample]:
    """Prices of the nodes."""
    for node in blueprint.nodes:
        labels = (("node", node.name), ("instance_type", node.instance_type), ("region", node.region))
        yield Sample("node_total_hourly_cost", labels, node.total_hourly_usd)
        yield Sample("node_cpu_hourly_cost", labels, node.cpu_hourly_usd)
        yield Sample("node_ram_hourly_cost", labels, node.memory_gib_hourly_usd)
