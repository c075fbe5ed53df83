"""The estate at rest: what the autoscalers settle at when demand moves slowly; vectorised over time."""

from collections.abc import Mapping

import numpy as np

from console.lab.simulator.backlog import steady_lag
from console.lab.simulator.cell_flow import IDLE_CPU, CellFlow, CellInputs, cell_flow
from console.lab.simulator.cell_spec import SEGMENTS, CellSpec
from console.lab.simulator.controls import Controls
from console.lab.simulator.demand import Demand
from console.lab.simulator.edge_law import edge_state
from console.lab.simulator.level import FloatArray
from console.lab.simulator.workload_spec import WorkloadSpec

STABILISE_S = 300.0
_FAN_IN = {"web": 1.0, "bff": 0.92}


class SteadyState:
    """Flows of all cells over an array of times, under fixed controls."""

    def __init__(self, seed: int, demand: Demand, controls: Controls, times_s: FloatArray) -> None:
        self._seed, self._demand, self._controls, self.times_s = seed, demand, controls, times_s
        self.edge = edge_state(seed, demand, controls.faults, times_s)

    def replicas(self, cell: CellSpec) -> Mapping[str, FloatArray]:
        """Ready replicas of every workload of a cell."""
        incoming = sum((self.incoming(cell)[segment] for segment in SEGMENTS), start=np.zeros_like(self.times_s))
        admitted = np.minimum(incoming, self._controls.cells[cell.name].next_edge_rps)
        due = sum((self._due(cell)[segment] for segment in SEGMENTS), start=np.zeros_like(self.times_s))
        counts: dict[str, FloatArray] = {}
        for spec in cell.workloads:
            control = self._controls.autoscalers.get(spec.key)
            if control is None:
                counts[spec.name] = np.full_like(self.times_s, self._controls.workloads[spec.key].replicas)
                continue
            if spec.scaling == "hpa":
                wanted = admitted * _FAN_IN[spec.name] / (spec.capacity_rps * _load_at(control.target))
            else:
                wanted = np.asarray(steady_lag(due)) / control.target
            bounded = np.clip(np.ceil(wanted), control.min_replicas, control.max_replicas)
            counts[spec.name] = self._held(bounded)
        return counts

    def incoming(self, cell: CellSpec) -> dict[str, FloatArray]:
        """Requests per second that the router sends to a cell, by segment."""
        share = self._controls.router_share(cell.name)
        return {segment: np.asarray(rps) * share for segment, rps in self.edge.forwarded_rps.items()}

    def flow(self, cell: CellSpec) -> CellFlow:
        """All flows of a cell."""
        control = self._controls.cells[cell.name]
        replicas = self.replicas(cell)
        due = self._due(cell)
        total = sum((due[segment] for segment in SEGMENTS), start=np.zeros_like(self.times_s))
        inputs = CellInputs(
            self.incoming(cell), due, due, steady_lag(total), replicas,
            control.langchain_rps, control.next_edge_rps, control.model_weights, model_calls=control.model_calls,
        )  # fmt: skip
        return cell_flow(self._seed, cell, inputs, self.times_s)

    def _due(self, cell: CellSpec) -> dict[str, FloatArray]:
        if cell.workload("delivery") is None:
            return {segment: np.zeros_like(self.times_s) for segment in SEGMENTS}
        rates = self._demand.newsletters_per_s(cell, self.times_s)
        return {segment: np.asarray(rate) for segment, rate in rates.items()}

    def _held(self, counts: FloatArray) -> FloatArray:
        """The highest value of the last minutes: autoscalers go up at once and down late."""
        if len(counts) < 2:
            return counts
        held = counts.copy()
        for back in range(1, 6):
            near = self.times_s[back:] - self.times_s[:-back] <= STABILISE_S
            held[back:] = np.where(near, np.maximum(held[back:], counts[:-back]), held[back:])
        return held


def _load_at(target: float) -> float:
    """Load over capacity at which the CPU use equals the target."""
    return (target - IDLE_CPU) / (1.0 - IDLE_CPU)


def settled_controls(
    controls: Controls, cells: tuple[CellSpec, ...], seed: int, demand: Demand, at_s: float
) -> Controls:
    """The controls with the replicas that the autoscalers have settled at by `at_s`."""
    steady = SteadyState(seed, demand, controls, np.arange(at_s - STABILISE_S, at_s + 1.0, 60.0))
    scaled: dict[str, int] = {}
    for cell in cells:
        replicas = steady.replicas(cell)
        for spec in cell.workloads:
            if spec.key in controls.autoscalers:
                scaled[spec.key] = _last(spec, replicas)
    return controls.with_replicas(scaled)


def _last(spec: WorkloadSpec, replicas: Mapping[str, FloatArray]) -> int:
    return int(replicas[spec.name][-1])
