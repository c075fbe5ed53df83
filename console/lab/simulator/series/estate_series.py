"""Series of what stands above the cells: the edge, node prices, releases."""

from collections.abc import Iterator, Mapping

from console.lab.simulator.edge_catalogue import USUAL_FAILED, WORKERS, ZONE, WorkerSpec
from console.lab.simulator.edge_control import WorkerEffect
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.estate_state import EdgeState
from console.lab.simulator.latency import quantile_s
from console.lab.simulator.level import Level
from console.lab.simulator.series.sample import Sample

_QUANTILES = (("P50", 0.5), ("P75", 0.75), ("P95", 0.95), ("P99", 0.99))
_WORKER_SHAPE = 5.5
_NO_EFFECT = WorkerEffect()


def edge_samples(edge: EdgeState) -> Iterator[Sample]:
    """Requests at the edge per minute, cached ones; calls and errors, and CPU time (microseconds) of the Workers."""
    admitted = total(edge.admitted_rps)
    zone = (("zone", ZONE),)
    yield Sample("cloudflare_zone_requests_total", zone, total(edge.rps) * 60.0)
    yield Sample("cloudflare_zone_requests_cached", zone, admitted * 60.0 * edge.cache_hit_ratio)
    for spec in WORKERS:
        script = (("script_name", spec.name),)
        effect = edge.workers.get(spec.name, _NO_EFFECT)
        calls = admitted * spec.share
        yield Sample("cloudflare_worker_requests_count", script, calls)
        yield Sample("cloudflare_worker_errors_count", script, calls * (USUAL_FAILED + effect.failed))
        if spec.accuracy is not None:
            accuracy = spec.accuracy if effect.accuracy is None else effect.accuracy
            yield Sample("ai_eval_accuracy_ratio", (("model", spec.name), ("dataset", "live")), accuracy + 0.0 * calls)
        for name, quantile in _QUANTILES:
            yield Sample("cloudflare_worker_cpu_time", (*script, ("quantile", name)), cpu_micros(edge, spec, quantile))


def cpu_micros(edge: EdgeState, spec: WorkerSpec, quantile: float) -> Level:
    """CPU time of a call of a Worker in microseconds."""
    weight = spec.cpu_weight * edge.workers.get(spec.name, _NO_EFFECT).cpu_factor
    return 1e6 * weight * quantile_s(quantile, edge.worker_cpu_median_s, _WORKER_SHAPE)


def total(by_segment: Mapping[str, Level]) -> Level:
    """Requests per second of all segments."""
    return by_segment["b2b"] + by_segment["b2c"] + by_segment["enterprise"]


def node_samples(blueprint: EstateBlueprint) -> Iterator[Sample]:
    """Prices of the nodes."""
    for node in blueprint.nodes:
        labels = (("node", node.name), ("instance_type", node.instance_type), ("region", node.region))
        yield Sample("node_total_hourly_cost", labels, node.total_hourly_usd)
        yield Sample("node_cpu_hourly_cost", labels, node.cpu_hourly_usd)
        yield Sample("node_ram_hourly_cost", labels, node.memory_gib_hourly_usd)
