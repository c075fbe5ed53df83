"""The lab's world: a simulated estate whose cluster objects are real to whoever talks to the API server."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from console.lab.edge.edge_account import EdgeAccount
from console.lab.objects.common import JsonObject
from console.lab.objects.world_clock import WorldClock
from console.lab.scenarios.scenario_board import ScenarioBoard
from console.lab.scenarios.server_faults import ServerFaults
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.watch_history import Change
from console.lab.simulator.controls import Controls, Faults
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.exposition import exposition
from console.lab.simulator.lab_scale import LabScale
from console.lab.simulator.series.pod_series import PodSeries
from console.lab.simulator.simulator import Simulator
from console.lab.world.audit_series import AuditSeries
from console.lab.world.condition_series import ConditionSeries
from console.lab.world.control_reader import ControlReader
from console.lab.world.controllers.autoscaler_status import AutoscalerStatus
from console.lab.world.controllers.batch_controller import BatchController
from console.lab.world.controllers.disruption_budgets import DisruptionBudgets
from console.lab.world.controllers.guest_pods import GuestPods
from console.lab.world.controllers.guest_workloads import GuestWorkloads
from console.lab.world.controllers.keda_operator import KedaOperator
from console.lab.world.controllers.node_status import NodeStatus
from console.lab.world.controllers.pod_mirror import PodMirror
from console.lab.world.controllers.rollout_controller import RolloutController
from console.lab.world.controllers.slow_controllers import SlowControllers
from console.lab.world.controllers.workload_status import WorkloadStatus
from console.lab.world.estate_seed import EstateSeed
from console.lab.world.event_writer import EventWriter
from console.lab.world.job_log import JobRun, job_log
from console.lab.world.load_test_log import load_test_summary, tested_service
from console.lab.world.partition_series import PartitionSeries
from console.lab.world.past_events import tell_past
from console.lab.world.pod_log import pod_log
from console.lab.world.usage import node_metrics, pod_metrics

SUBSTEP_S = 15.0
MOST_SUBSTEPS = 8
_NOT_SEEDED = "the lab's objects are not seeded yet: call seed_objects first"


class World:
    """Owns the simulator and plays all controllers of the cluster; the store is the only thing it writes.

    Call everything from the thread that owns the store. `clock_s` gives unix seconds, `speed` makes simulated
    durations pass that many times faster. Raises ValueError for an impossible scale or speed.
    """

    def __init__(
        self,
        seed: int,
        scale: LabScale,
        store: ObjectStore,
        clock_s: Callable[[], float],
        speed: float = 1.0,
        faults: ServerFaults | None = None,
    ) -> None:
        self.seed = seed
        self.scale = scale
        self.store = store
        self.clock = WorldClock(clock_s(), speed)
        self.faults = Faults()
        self.server_faults = faults
        self.places: Mapping[str, str] = {}
        self.doomed_audits = 0
        self.scenarios = ScenarioBoard(self)
        self._simulator = Simulator(seed, scale, self.clock.start_s - 1.0)
        self._pod_series = PodSeries(self._simulator.blueprint)
        self.edge = EdgeAccount(seed, self._simulator.blueprint, self.clock.start_s)
        self._state: EstateState | None = None
        self._now_s = self.clock.start_s

    @property
    def blueprint(self) -> EstateBlueprint:
        """The estate as built."""
        return self._simulator.blueprint

    @property
    def state(self) -> EstateState:
        """The state after the last step. Raises RuntimeError before `seed_objects`."""
        if self._state is None:
            raise RuntimeError(_NOT_SEEDED)
        return self._state

    @property
    def now_s(self) -> float:
        """Real time of the last step."""
        return self._now_s

    def seed_objects(self) -> None:
        """Fill the store and take the first step, so that every status is there."""
        blueprint, first = self._simulator.blueprint, self._simulator.first_controls
        seeded = EstateSeed(self.seed, self.store, blueprint, first, self.clock.start_s)
        seeded.fill()
        records = seeded.records
        self._events = EventWriter(self.store)
        self._pods = PodMirror(self.store, self.clock, records, self._events)
        for pods in self._simulator.pods.values():
            self.store.load(self._pods.content(pod) for pod in pods)
        self._reader = ControlReader(self.store, blueprint, records, first)
        self._workloads = WorkloadStatus(self.store, blueprint, records, self._events)
        self._autoscalers = AutoscalerStatus(self.store, self.clock, blueprint.workloads, self._events)
        self._keda = KedaOperator(self.store, blueprint.workloads)
        self._conditions = ConditionSeries(self.store, blueprint.workloads)
        self._audits = AuditSeries(self.seed)
        self._partitions = PartitionSeries(blueprint)
        self._rollouts = RolloutController(self.store, self.clock, records, self._events)
        self._budgets = DisruptionBudgets(self.store, records)
        self._nodes = NodeStatus(self.store, blueprint, self._events)
        self._batch = BatchController(
            self.store, seeded.schedules, seeded.runs, blueprint.nodes[0].name, self._events, self.clock.speed
        )
        self._guests = GuestWorkloads(self.store, records, self._events)
        self._guest_pods = GuestPods(self.store, self._pods.is_own, self._events, self.clock.speed)
        self._slow = SlowControllers(self.store, blueprint.workloads, self.clock.start_s)
        tell_past(self._events, blueprint.workloads, self._simulator.pods, self.clock.start_s)
        self._reader.note_everything()
        self.store.listen(self._note)
        self._state = self._advance(1.0, 1.0)
        self._finish(self._state)

    def step(self, now_s: float) -> EstateState:
        """Bring the estate to a real time (unix seconds); an earlier one than before is where it goes on from."""
        state = self.state
        if now_s < self._now_s:
            self.clock.anchor(now_s, self._simulator.now_s)
            self._now_s = now_s
        dt_s = self.clock.simulated(now_s) - self._simulator.now_s
        counted_s = now_s - self._now_s
        if dt_s <= 1e-6 or counted_s <= 0:
            return state
        self._now_s = now_s
        parts = min(MOST_SUBSTEPS, math.ceil(dt_s / SUBSTEP_S))
        for _ in range(parts):
            state = self._advance(dt_s / parts, counted_s / parts)
        self._state = state
        self._finish(state)
        return state

    def metrics_text(self) -> bytes:
        """All series as of the last step, in the Prometheus text format. Raises RuntimeError before `seed_objects`."""
        if self._state is None:
            raise RuntimeError(_NOT_SEEDED)
        told = self._conditions.text(self.state) + self._audits.text(self.state, self.faults.silent_pods)
        return exposition(self._simulator.count(), self._pod_series) + (told + self._partitions.text()).encode()

    def log_lines(self, namespace: str, pod: str, container: str | None, now_s: float) -> list[tuple[float, str]]:
        """Log of a pod up to a real time, oldest line first; empty for an unknown or not yet started pod."""
        del container  # every pod of the lab has one container
        run = self._batch.run_of_pod(namespace, pod)
        if run is not None and run.plan:
            return self._load_test(run, now_s)
        if run is not None:
            return job_log(run, now_s)
        for spec in self._simulator.blueprint.workloads:
            if spec.namespace != namespace or not pod.startswith(spec.name):
                continue
            for each in self.state.pods[spec.key]:
                if each.name == pod and each.running_s is not None:
                    failed = 0.0
                    if spec.cell:
                        failed = float(self.state.cells[spec.cell].flow.services[spec.name].failed)
                    return pod_log(self.seed, spec.name, pod, self.clock.real(each.running_s), now_s, failed)
        return []

    def _load_test(self, run: JobRun, now_s: float) -> list[tuple[float, str]]:
        """What k6 has written; it is silent until its end."""
        namespace, service = tested_service(run.plan)
        for spec in self._simulator.blueprint.workloads if run.ended_s is not None and run.ended_s <= now_s else ():
            if (spec.namespace, spec.name) == (namespace, service) and spec.cell:
                flow = self.state.cells[spec.cell].flow.services[service]
                return [(run.ended_s or now_s, load_test_summary(run.plan, spec, flow))]
        return []

    def pod_metrics(self, namespace: str | None) -> list[JsonObject] | None:
        """`PodMetrics` of a namespace or of all, as the metrics server measures them; None while that is down."""
        return pod_metrics(self.state, self.blueprint, namespace, self._now_s) if self._measured() else None

    def node_metrics(self) -> list[JsonObject] | None:
        """`NodeMetrics` of all nodes; None while the metrics server is down."""
        return node_metrics(self.state, self.blueprint, self._now_s) if self._measured() else None

    def _measured(self) -> bool:
        return self.state.ready["kube-system/metrics-server"] > 0

    def _note(self, change: Change) -> None:
        self._reader.note(change)
        self._pods.note(change)
        self._keda.note(change)
        self._budgets.note(change)
        self._nodes.note(change)
        self._guests.note(change)
        self._guest_pods.note(change)

    def _advance(self, dt_s: float, counted_s: float) -> EstateState:
        """Read what is wanted, simulate, write what is: one turn of all control loops."""
        now_s = self._now_s
        self._keda.step(now_s)
        for workload, name in self._pods.take_deleted():
            self._simulator.forget_pod(workload, name)
        self.edge.step(dt_s)
        controls = replace(self._reader.read(self.faults, self._ready), edge=self.edge.control())
        touched = self._reader.take_touched()
        self._workloads.before_pods(touched, now_s)
        state = self._simulator.step(controls, dt_s, counted_s)
        self.edge.usage.count(state.edge, counted_s, now_s)
        change = state.pod_change
        self._pods.write(change, now_s)
        touched |= {pod.workload for group in (change.created, change.changed, change.removed) for pod in group}
        self._workloads.after_pods(touched, dict(state.pods), now_s)
        self._rollouts.step(state.pods, partial(_canary_failures, state), now_s)
        self._autoscalers.rescale(state.rescaled, now_s)
        self._autoscalers.write(state, self._reader.failures, _paused(controls), now_s)
        self._conditions.note(self._reader.failures, dt_s)
        self._audits.note(state, self.faults.silent_pods, counted_s)
        self._partitions.note(state, controls.cells, counted_s)
        return state

    def _finish(self, state: EstateState) -> None:
        self._budgets.step()
        self._nodes.step(self.faults.dark_regions, self._now_s)
        self._batch.step(self._now_s)
        self._guests.step(self._now_s)
        self._guest_pods.step(self._now_s)
        self._slow.step(state, self._now_s)
        self._events.expire(self._now_s)
        self.scenarios.check(state)

    def _ready(self, workload: str) -> int:
        return sum(pod.phase == "Ready" for pod in self._simulator.pods[workload])


def _paused(controls: Controls) -> frozenset[str]:
    return frozenset(key for key, each in controls.autoscalers.items() if each.paused)


def _canary_failures(state: EstateState, workload: str) -> float:
    """The share of requests that the canary of a workload fails; 0 while it gets none."""
    namespace, name = workload.split("/")
    canary = state.cells[namespace.removeprefix("cell-")].flow.services[name].canary
    return float(canary.failed) if canary is not None else 0.0
