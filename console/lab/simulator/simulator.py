"""The closed loop: demand, edge, router, cells, autoscalers and pods, one step at a time."""

from collections.abc import Mapping
from dataclasses import replace

from console.lab.simulator.backlog import backlog_step, due_in_campaign
from console.lab.simulator.business import business_flow
from console.lab.simulator.cell_flow import CellInputs, cell_flow
from console.lab.simulator.cell_spec import SEGMENTS, CellSpec
from console.lab.simulator.controls import Controls, default_controls
from console.lab.simulator.demand import Demand
from console.lab.simulator.edge_law import edge_state
from console.lab.simulator.energy import carbon_intensity, watts_per_pod
from console.lab.simulator.estate_blueprint import estate_blueprint
from console.lab.simulator.estate_state import CellState, EdgeState, EstateState, SeriesKey
from console.lab.simulator.lab_scale import LabScale
from console.lab.simulator.pod import Pod
from console.lab.simulator.pod_fleet import FleetChange, PodFleet
from console.lab.simulator.scaling_loop import ScalingLoop
from console.lab.simulator.series.live_samples import live_samples
from console.lab.simulator.series.metric_family import is_counter
from console.lab.simulator.steady_state import settled_controls

GIB = float(1 << 30)
COUNT_EVERY_S = 5.0
"""Counters are summed up this often (and whenever they are asked for): 1,500 series cost more than the estate."""


class Simulator:
    """Deterministic in seed, scale, start and the controls of every step; no clock, no I/O, no threads.

    It starts settled: replicas, pods and queues are as they would be after days of quiet operation.
    """

    def __init__(self, seed: int, scale: LabScale, start_s: float) -> None:
        self.seed = seed
        self.blueprint = estate_blueprint(scale)
        self.demand = Demand(seed, self.blueprint)
        built = default_controls(self.blueprint, seed)
        self.first_controls = settled_controls(built, self.blueprint.cells, seed, self.demand, start_s)
        self.now_s = start_s
        self._specs = {each.key: each for each in self.blueprint.workloads}
        self._fleet = PodFleet(seed, self.blueprint)
        self._fleet.fill(start_s, self.first_controls)
        self._pods: dict[str, tuple[Pod, ...]] = {key: self._fleet.pods(key) for key in self._specs}
        self._scaling = ScalingLoop(seed, self.blueprint, start_s)
        self._waiting: dict[str, float] = {cell.name: 0.0 for cell in self.blueprint.cells}
        self._cpu_s = dict.fromkeys(self._specs, 0.0)
        self._joules = dict.fromkeys(self._specs, 0.0)
        self._counters: dict[SeriesKey, float] = {}
        self._counted: tuple[dict[SeriesKey, float], dict[SeriesKey, float]] = ({}, {})
        self._uncounted_s = 0.0
        self._state: EstateState | None = None
        self._controls = self.first_controls
        self._prices = {node.region: (node.cpu_hourly_usd, node.memory_gib_hourly_usd) for node in self.blueprint.nodes}

    @property
    def pods(self) -> Mapping[str, tuple[Pod, ...]]:
        """The pods of every workload as of now."""
        return self._pods

    def forget_pod(self, workload: str, name: str) -> None:
        """A pod that somebody deleted; its workload replaces it at the next step."""
        self._fleet.remove(workload, name)
        self._pods[workload] = self._fleet.pods(workload)

    def step(self, controls: Controls, dt_s: float, counted_s: float | None = None) -> EstateState:
        """Move `dt_s` seconds on under these controls.

        `counted_s` are the seconds by which counters and queues of real time advance (fewer than `dt_s` when
        the lab runs faster than real time; the same by default). Raises ValueError for a step that is not above 0.
        """
        if dt_s <= 0:
            raise ValueError("a step of the simulator must be longer than zero seconds")
        counted = dt_s if counted_s is None else counted_s
        self.now_s += dt_s
        change = self._move_pods(controls)
        edge = edge_state(self.seed, self.demand, controls.faults, self.now_s, controls.edge)
        cells = {cell.name: self._cell(cell, controls, edge, dt_s) for cell in self.blueprint.cells}
        self._use_power(cells, counted)
        ready = {key: self._fleet.ready(key) for key in self._specs}
        rescaled = self._scaling.step(self.now_s, controls, cells, self._pods, ready)
        self._uncounted_s += counted
        self._state = EstateState(
            at_s=self.now_s,
            edge=edge,
            cells=cells,
            autoscalers=self._scaling.states(),
            rescaled=rescaled,
            ready=ready,
            pods=dict(self._pods),
            pod_change=change,
            cpu_s=dict(self._cpu_s),
            joules=dict(self._joules),
            counters=self._counted[0],
            gauges=self._counted[1],
        )
        self._controls = controls
        if self._uncounted_s >= COUNT_EVERY_S or not self._counted[1]:
            self.count()
        return self._state

    def count(self) -> EstateState:
        """The last state with counters and gauges brought up to now. Raises RuntimeError before the first step."""
        if self._state is None:
            raise RuntimeError("the simulator has not made a step yet")
        if self._uncounted_s > 0:
            gauges = self._sum_up(self._controls, self._state, self._uncounted_s)
            self._uncounted_s = 0.0
            self._counted = (dict(self._counters), gauges)
            self._state = replace(self._state, counters=self._counted[0], gauges=gauges)
        return self._state

    def _move_pods(self, controls: Controls) -> FleetChange:
        totals = {key: (self._cpu_s[key], self._joules[key]) for key in self._specs}
        change = self._fleet.step(self.now_s, controls, totals)
        touched = {pod.workload for group in (change.created, change.changed, change.removed) for pod in group}
        for key in touched:
            self._pods[key] = self._fleet.pods(key)
        return change

    def _cell(self, cell: CellSpec, controls: Controls, edge: EdgeState, dt_s: float) -> CellState:
        share = controls.router_share(cell.name)
        control = controls.cells[cell.name]
        ready = {spec.name: float(self._fleet.ready(spec.key)) for spec in cell.workloads}
        due = dict.fromkeys(SEGMENTS, 0.0)
        delivery = cell.workload("delivery")
        processed, lag = 0.0, 0.0
        if delivery is not None:
            floor_per_s = controls.faults.newsletter_floor.get(cell.name, 0.0) * delivery.full_rps
            due = due_in_campaign(self.demand.newsletters_per_s(cell, self.now_s), floor_per_s)
            capacity = ready["delivery"] * delivery.capacity_rps * control.consumer_speed
            step = backlog_step(self._waiting[cell.name], sum(due.values()), capacity, dt_s)
            self._waiting[cell.name], processed, lag = step.waiting, step.processed_per_s, step.lag
        total = max(sum(due.values()), 1e-9)
        inputs = CellInputs(
            {segment: rps * share for segment, rps in edge.forwarded_rps.items()},
            {segment: processed * rate / total for segment, rate in due.items()},
            due, lag, ready, control.langchain_rps, control.next_edge_rps,
            control.model_weights, control.consumer_speed,
            {spec.name: controls.workloads[spec.key] for spec in cell.workloads if spec.key in controls.workloads},
            control.model_calls,
        )  # fmt: skip
        flow = cell_flow(self.seed, cell, inputs, self.now_s)
        share_of_usual = share / self.first_controls.router_share(cell.name)
        users = {
            segment: count * share_of_usual for segment, count in self.demand.active_users(cell, self.now_s).items()
        }
        carbon = carbon_intensity(self.seed, cell.zone, cell.utc_offset_h, self.now_s)
        dirty = controls.faults.dirty_grids.get(cell.zone)
        if dirty is not None:
            carbon += dirty.added
        watts = sum(
            float(watts_per_pod(spec, flow.services[spec.name].cpu_cores / max(ready[spec.name], 1.0)))
            * ready[spec.name]
            for spec in cell.workloads
        )
        business = business_flow(flow, users, edge.relevance)
        return CellState(flow, business, share, self._hourly_usd(cell), watts, float(carbon))

    def _hourly_usd(self, cell: CellSpec) -> float:
        cpu_usd, gib_usd = self._prices.get(cell.region) or next(iter(self._prices.values()))
        cores = sum(len(self._pods[spec.key]) * spec.cpu_cores for spec in cell.workloads)
        gib = sum(len(self._pods[spec.key]) * spec.memory_bytes / GIB for spec in cell.workloads)
        return cores * cpu_usd + gib * gib_usd

    def _use_power(self, cells: dict[str, CellState], counted_s: float) -> None:
        for spec in self.blueprint.workloads:
            if spec.cell:
                used = float(cells[spec.cell].flow.services[spec.name].cpu_cores)
                per_pod = used / max(self._fleet.ready(spec.key), 1)
            else:
                per_pod = spec.cpu_cores * 0.22
            self._cpu_s[spec.key] += per_pod * counted_s
            self._joules[spec.key] += float(watts_per_pod(spec, per_pod)) * counted_s

    def _sum_up(self, controls: Controls, state: EstateState, counted_s: float) -> dict[SeriesKey, float]:
        gauges: dict[SeriesKey, float] = {}
        counters = self._counters
        growing: dict[str, bool] = {}
        samples = live_samples(
            self.seed, self.blueprint, controls, state.edge, state.cells, state.autoscalers, self._fleet, self.now_s
        )
        for name, labels, level in samples:
            grows = growing.get(name)
            if grows is None:
                grows = growing[name] = is_counter(name)
            key = (name, labels)
            if grows:
                counters[key] = counters.get(key, 0.0) + float(level) * counted_s
            else:
                gauges[key] = float(level)
        return gauges
