"""Ninety days of the estate in one go: the steady-state twin of the live simulator, vectorised over time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp

import numpy as np

from console.lab.simulator.business import business_flow
from console.lab.simulator.cell_flow import CellFlow
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.controls import default_controls
from console.lab.simulator.demand import DAY_S, Demand
from console.lab.simulator.energy import watts_per_pod
from console.lab.simulator.estate_blueprint import EstateBlueprint, estate_blueprint
from console.lab.simulator.lab_scale import LabScale
from console.lab.simulator.level import FloatArray
from console.lab.simulator.release import releases_between
from console.lab.simulator.series.autoscale_series import autoscaler_samples, keda_samples
from console.lab.simulator.series.cell_series import cell_samples, workload_labels
from console.lab.simulator.series.estate_series import edge_samples, node_samples
from console.lab.simulator.series.metric_family import is_counter
from console.lab.simulator.series.model_series import arm_samples
from console.lab.simulator.series.model_work_series import model_work_samples
from console.lab.simulator.series.release_series import release_samples
from console.lab.simulator.series.sample import Sample
from console.lab.simulator.steady_state import SteadyState

MOST_CELLS = 8
"""Cells beyond this number have no history: it would take longer to fill in than it is worth."""
_MODEL_WORK_DAYS = 8
_EASING = 0.0005  # by what part a step grows with each second of it: from 5 to 60 s in 83 minutes
_LONG_PAST = 50.0
_HISTOGRAM_SERVICES = frozenset(("web", "bff"))
_LEFT_OUT = frozenset(
    (
        "http_server_active_requests",
        "slo:objective:ratio",
        "keda_scaler_active",
        "web_vitals_ttfb_seconds_sum",
        "web_vitals_tti_seconds_sum",
        "edge_model_latency_seconds_sum",
        "edge_model_latency_seconds_count",
        "edge_model_memory_bytes",
        "edge_model_r2_bytes_total",
        "model_batch_collection_success_ratio",
        "model_batch_training_seconds",
        "model_batch_validation_accuracy_ratio",
        "model_batch_compressed_ratio",
        "model_version_consistency_ratio",
        "model_distribution_seconds",
        "model_new_words",
    )
)
"""What only the live exposition has: constants, and series whose trend follows from others."""


@dataclass(frozen=True, slots=True)
class HistorySeries:
    """One series: labels with `__name__`, ascending unix seconds, values (totals for counters)."""

    labels: Mapping[str, str]
    times_s: FloatArray
    values: FloatArray


def time_grid(
    end_s: float,
    days: float,
    step_s: float,
    fine_days: float,
    fine_step_s: float,
    last_step_s: float = 0.0,
    first_step_s: float = 0.0,
) -> FloatArray:
    """Ascending times ending at `end_s`: coarse, fine for the last days, then (if wanted) down to `last_step_s`.

    Where all of it is fine, it may begin with `first_step_s`: it goes on from samples that had become dense.
    Raises ValueError for steps that are not above zero.
    """
    if step_s <= 0 or fine_step_s <= 0:
        raise ValueError("the steps of the history must be longer than zero seconds")
    from_s = end_s - min(fine_days, days) * DAY_S
    first_step_s = first_step_s if fine_days >= days else 0.0
    fine = _fine_times(end_s, from_s, fine_step_s, last_step_s or fine_step_s, first_step_s or fine_step_s)
    first = fine[0] if len(fine) else end_s + step_s
    coarse = np.arange(first - step_s, end_s - days * DAY_S, -step_s)[::-1]
    return np.concatenate((coarse, fine))


def _fine_times(end_s: float, from_s: float, step_s: float, last_step_s: float, first_step_s: float) -> FloatArray:
    """Steps grow and shrink so slowly that `rate()` sees nearly even samples in any five minutes.

    Where samples become dense at once (or seldom), it takes the long gap at its window's start (or end) for that of the
    series and shows up to a fifth too little, until the window has passed the joint.
    """
    times: list[float] = []
    at_s, gap_s = end_s, last_step_s
    while at_s > from_s:
        times.append(at_s)
        at_s -= gap_s
        eased_s = first_step_s * exp(min(_EASING * (at_s - from_s), _LONG_PAST))
        gap_s = min(step_s, round(min(gap_s * (1 + _EASING * gap_s), eased_s), 3))  # Prometheus keeps milliseconds
    return np.array(times[::-1], dtype=np.float64)


def history_series(
    seed: int,
    scale: LabScale,
    end_s: float,
    *,
    days: float = 90,
    step_s: float = 300,
    fine_days: float = 2,
    fine_step_s: float = 60,
    last_step_s: float = 0,
    first_step_s: float = 0,
) -> Iterator[HistorySeries]:
    """The reduced set of series of the back-fill, cell by cell (memory stays at one cell's worth)."""
    blueprint = estate_blueprint(scale)
    demand = Demand(seed, blueprint)
    times = time_grid(end_s, days, step_s, fine_days, fine_step_s, last_step_s, first_step_s)
    if len(times) == 0:
        return
    steady = SteadyState(seed, demand, default_controls(blueprint, seed), times)
    for sample in (*edge_samples(steady.edge), *node_samples(blueprint)):
        if _kept(sample):
            yield _series(sample, times)
    yield from _model_work(steady)
    for cell in blueprint.cells[:MOST_CELLS]:
        for sample in _cell(seed, blueprint, demand, steady, cell):
            yield _series(sample, times)
        yield from _releases(seed, cell, times)


def _model_work(steady: SteadyState) -> Iterator[HistorySeries]:
    """What edge models did, for as long as anybody asks about it."""
    recent = slice(int(np.searchsorted(steady.times_s, steady.times_s[-1] - _MODEL_WORK_DAYS * DAY_S)), None)
    for sample in (*model_work_samples(steady.edge), *arm_samples(steady.edge)):
        if _kept(sample):
            series = _series(sample, steady.times_s)
            yield HistorySeries(series.labels, series.times_s[recent], series.values[recent])


def _cell(
    seed: int, blueprint: EstateBlueprint, demand: Demand, steady: SteadyState, cell: CellSpec
) -> Iterator[Sample]:
    flow = steady.flow(cell)
    business = business_flow(flow, demand.active_users(cell, steady.times_s))
    for sample in cell_samples(seed, cell, flow, business, steady.times_s):
        if _kept(sample):
            yield sample
    yield from (sample for sample in _workloads(blueprint, cell, flow) if _kept(sample))


def _kept(sample: Sample) -> bool:
    labels = dict(sample.labels)
    if sample.name in _LEFT_OUT:
        return False
    if sample.name.startswith("http_server_request_duration_seconds"):
        return labels["service"] in _HISTOGRAM_SERVICES
    if sample.name == "istio_requests_total":
        return labels["source_workload"] == "cell-router" and labels["response_code"] != "429"
    code = labels.get("http_response_status_code")
    if code == "429":
        return labels["service"] == "web"
    return code != "500" or labels["service"] not in ("scheduler", "slo-controller")


def _workloads(blueprint: EstateBlueprint, cell: CellSpec, flow: CellFlow) -> Iterator[Sample]:
    """Pod-level series, summed up per workload under the name of its first pod."""
    node = next((each.name for each in blueprint.nodes if each.region == cell.region), blueprint.nodes[0].name)
    for spec in cell.workloads:
        service = flow.services[spec.name]
        labels = (*workload_labels(cell, spec.name), ("pod", f"{spec.name}-0"))
        container = (*labels, ("container", spec.name))
        replicas = service.replicas
        watts = watts_per_pod(spec, service.cpu_cores / np.maximum(replicas, 1.0)) * replicas
        yield Sample("container_cpu_usage_seconds_total", container, service.cpu_cores)
        yield Sample("kepler_pod_cpu_joules_total", labels, watts)
        yield Sample("container_cpu_allocation", (*container, ("node", node)), replicas * spec.cpu_cores)
        yield Sample("container_memory_allocation_bytes", (*container, ("node", node)), replicas * spec.memory_bytes)
        if spec.scaling in ("hpa", "keda"):
            yield from autoscaler_samples(spec, replicas, replicas, spec.min_replicas, spec.max_replicas)
        if spec.scaling == "keda":
            yield from keda_samples(spec, flow.lag, 1.0)


def _releases(seed: int, cell: CellSpec, times: FloatArray) -> Iterator[HistorySeries]:
    """Lead time evidence of the service that is released most visibly; each image only while it ran."""
    spec = cell.workload("bff")
    if spec is None:
        return
    until = float(times[-1]) + 1.0
    for release in releases_between(seed, spec, float(times[0]), float(times[-1])):
        ran = times[(times >= release.deployed_s) & (times < until)]
        until = release.deployed_s
        if len(ran):
            for sample in release_samples(spec, release):
                yield _series(sample, ran)


def _series(sample: Sample, times: FloatArray) -> HistorySeries:
    level = np.broadcast_to(np.asarray(sample.level, dtype=np.float64), times.shape)
    values = level
    if is_counter(sample.name):
        steps = np.diff(times, prepend=times[0])
        values = np.cumsum(level * steps)
    return HistorySeries({"__name__": sample.name, **dict(sample.labels)}, times, np.ascontiguousarray(values))
