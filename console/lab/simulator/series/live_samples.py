"""All series of one live step, those of single pods excepted."""

from collections.abc import Iterator, Mapping

from console.lab.simulator.autoscaler import AutoscalerState
from console.lab.simulator.controls import Controls
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.estate_state import CellState, EdgeState
from console.lab.simulator.pod_fleet import PodFleet
from console.lab.simulator.release import release_at
from console.lab.simulator.series.autoscale_series import autoscaler_samples, deployment_samples, keda_samples
from console.lab.simulator.series.cell_series import cell_samples
from console.lab.simulator.series.estate_series import edge_samples, node_samples
from console.lab.simulator.series.model_series import model_samples
from console.lab.simulator.series.model_work_series import model_work_samples
from console.lab.simulator.series.release_series import release_samples
from console.lab.simulator.series.sample import Sample
from console.lab.simulator.workload_spec import WorkloadSpec


def live_samples(
    seed: int,
    blueprint: EstateBlueprint,
    controls: Controls,
    edge: EdgeState,
    cells: Mapping[str, CellState],
    autoscalers: Mapping[str, AutoscalerState],
    fleet: PodFleet,
    t: float,
) -> Iterator[Sample]:
    """Counters as rates, gauges as values, in the order of the estate."""
    for cell in blueprint.cells:
        state = cells[cell.name]
        yield from cell_samples(seed, cell, state.flow, state.business, t)
        for spec in cell.workloads:
            if not spec.is_store:
                yield from release_samples(spec, release_at(seed, spec, t))
    yield from edge_samples(edge)
    yield from model_work_samples(edge)
    yield from model_samples(seed, edge, t)
    yield from node_samples(blueprint)
    for spec in blueprint.workloads:
        workload = controls.workloads.get(spec.key)
        if spec.kind == "Deployment" and workload is not None:
            yield from deployment_samples(spec, workload.replicas, fleet.ready(spec.key))
        state_of = autoscalers.get(spec.key)
        if state_of is not None:
            yield from _autoscaler(spec, state_of)


def _autoscaler(spec: WorkloadSpec, state: AutoscalerState) -> Iterator[Sample]:
    yield from autoscaler_samples(spec, state.current, state.desired, state.min_replicas, state.max_replicas)
    if spec.scaling == "keda" and state.metric is not None:
        yield from keda_samples(spec, state.metric, float(state.metric > 0))
