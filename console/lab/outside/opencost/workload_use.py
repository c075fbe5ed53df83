"""What the workloads of the lab asked for and used over a span of time."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from console.lab.simulator.controls import default_controls
from console.lab.simulator.demand import Demand
from console.lab.simulator.history import MOST_CELLS
from console.lab.simulator.steady_state import SteadyState
from console.lab.simulator.workload_spec import WorkloadSpec
from console.lab.world.usage import MEMORY_USE, SYSTEM_USE
from console.lab.world.world import World

_STEPS = 96
_SHORTEST_STEP_S = 300.0
_MOST_HISTORY_S = 90 * 86_400.0
"""The lab's metrics do not reach further back, so its costs do not either."""


@dataclass(frozen=True, slots=True)
class WorkloadUse:
    """A workload's pods over some hours: means of cores and bytes, requested and used, of all pods together."""

    spec: WorkloadSpec
    hours: float
    cores_requested: float
    cores_used: float
    bytes_requested: float
    bytes_used: float


def workload_uses(world: World, begin_s: float, end_s: float) -> Iterator[WorkloadUse]:
    """Yield the use of every workload from `begin_s` to `end_s` (unix seconds), weighed by time.

    What was before the lab's start follows the law of its history, what is since then the pods as they are now.
    """
    start_s = world.clock.start_s
    begin_s = max(begin_s, start_s - _MOST_HISTORY_S)
    before_s, since_s = max(0.0, min(end_s, start_s) - begin_s), max(0.0, end_s - max(begin_s, start_s))
    if before_s + since_s <= 0:
        return
    past = _past(world, begin_s, min(end_s, start_s)) if before_s > 0 else {}
    share = since_s / (before_s + since_s)
    for spec in world.blueprint.workloads:
        pods, cores = _present(world, spec)
        old_pods, old_cores = past.get(spec.key, (pods, cores))
        pods, cores = share * pods + (1 - share) * old_pods, share * cores + (1 - share) * old_cores
        requested = pods * spec.memory_bytes
        hours = (before_s + since_s) / 3_600.0
        yield WorkloadUse(spec, hours, pods * spec.cpu_cores, cores, requested, requested * MEMORY_USE)


def _present(world: World, spec: WorkloadSpec) -> tuple[float, float]:
    """Pods that have a node, and the cores that they use."""
    state = world.state
    pods = float(sum(bool(pod.node) for pod in state.pods[spec.key]))
    if spec.cell:
        return pods, float(state.cells[spec.cell].flow.services[spec.name].cpu_cores)
    return pods, pods * spec.cpu_cores * SYSTEM_USE


def _past(world: World, begin_s: float, end_s: float) -> dict[str, tuple[float, float]]:
    """Means of pods and used cores of the cells' workloads."""
    step_s = max(_SHORTEST_STEP_S, (end_s - begin_s) / _STEPS)
    times = np.arange(begin_s, end_s, step_s, dtype=np.float64)
    blueprint = world.blueprint
    demand = Demand(world.seed, blueprint)
    steady = SteadyState(world.seed, demand, default_controls(blueprint, world.seed), times)
    means: dict[str, tuple[float, float]] = {}
    for cell in blueprint.cells[:MOST_CELLS]:  # the others have no history in the metrics either
        flow = steady.flow(cell)
        for spec in cell.workloads:
            service = flow.services[spec.name]
            means[spec.key] = (float(np.mean(service.replicas)), float(np.mean(service.cpu_cores)))
    return means
