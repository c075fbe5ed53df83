"""What Argo's controller does: weights and pods follow the steps of each canary, traffic follows the weights."""

from collections.abc import Callable, Mapping

from console.lab.objects.common import JsonObject
from console.lab.objects.lenient import rows, section
from console.lab.objects.world_clock import WorldClock, seconds_of, stamp
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.simulator.pod import Pod
from console.lab.world.controllers.analysis_runs import AnalysisRuns
from console.lab.world.controllers.canary_plan import ABORT_DELAY_S, CanaryPlan, pods_for
from console.lab.world.controllers.rollout_status import rollout_status
from console.lab.world.event_writer import EventWriter, about
from console.lab.world.workload_record import WorkloadRecord

ROLLOUTS = "rollouts.argoproj.io"
ROUTES = "virtualservices.networking.istio.io"
CanaryFailures = Callable[[str], float]
"""The share of requests that the canary of a workload (its key) fails."""


class RolloutController:
    """Steers the Rollouts of the estate; everything it knows stands in their objects, so anybody may edit them."""

    def __init__(
        self, store: ObjectStore, clock: WorldClock, records: Mapping[str, WorkloadRecord], events: EventWriter
    ) -> None:
        self._store = store
        self._clock = clock
        self._records = [record for record in records.values() if record.spec.kind == "Rollout"]
        self._events = events
        self._analysis = AnalysisRuns(store, clock)
        self._index: dict[str, int] = {}
        self._phase: dict[str, str] = {}

    def step(self, pods: Mapping[str, tuple[Pod, ...]], failures: CanaryFailures, now_s: float) -> None:
        """One turn over all Rollouts (real time)."""
        for record in self._records:
            entry = self._store.find(ROLLOUTS, record.spec.namespace, record.spec.name)
            if entry is not None and record.exists:
                self._turn(record, entry.content(), pods[record.spec.key], failures, now_s)

    def _turn(
        self,
        record: WorkloadRecord,
        content: JsonObject,
        pods: tuple[Pod, ...],
        failures: CanaryFailures,
        now_s: float,
    ) -> None:
        plan = CanaryPlan.of(content, record.pod_hash, self._index.get(record.spec.key))
        analyses = self._analyse(record, content, plan, failures, now_s)
        if plan.aborted:
            plan.abort(now_s, plan.message or self._aborted(record))
        elif not plan.arrived and not plan.paused:
            self._walk(record, plan, pods, now_s)
        self._steer(record, plan, pods, now_s)
        self._route(record, content, plan)
        restarted = self._restart(record, content, pods)
        self._write(record, plan, pods, content, {"analyses": analyses, "restarted": restarted}, now_s)

    def _aborted(self, record: WorkloadRecord) -> str:
        return f"RolloutAborted: Rollout aborted update to revision {record.revision}"

    def _analyse(
        self, record: WorkloadRecord, content: JsonObject, plan: CanaryPlan, failures: CanaryFailures, now_s: float
    ) -> JsonObject:
        """Measure while a canary gets requests; a failed analysis aborts it. Statuses of the runs by field."""
        spec = section(content, "spec", "strategy", "canary", "analysis")
        wanted = bool(rows(spec, "templates")) and plan.wanted_weight > 0
        if not wanted:
            self._analysis.end(record.spec.key, now_s)
            return {}
        found = self._analysis.follow(record, content, spec, failures(record.spec.key), now_s)
        if found["status"] == "Failed" and not plan.aborted:
            plan.abort(now_s, f"{self._aborted(record)}: {found['message']}")
        return {"currentBackgroundAnalysisRunStatus": found}

    def _walk(self, record: WorkloadRecord, plan: CanaryPlan, pods: tuple[Pod, ...], now_s: float) -> None:
        """Take every step that is over by now."""
        ready = _ready(pods, plan.current)
        if plan.full:
            plan.index, plan.pauses, plan.held = len(plan.steps), [], False
        while plan.index < len(plan.steps):
            step = plan.steps[plan.index]
            if "setWeight" in step:
                over = ready >= pods_for(record.replicas, plan.wanted_weight)
            elif "pause" in step:
                began_s = seconds_of(plan.pauses[0].get("startTime")) if plan.pauses else None
                waited_s = None if began_s is None else (now_s - began_s) * self._clock.speed
                over = plan.step_pause(stamp(now_s), waited_s)
            else:
                over = True  # what the lab does not play (experiments, header routes) counts as done
            if not over:
                return
            plan.index += 1
        if ready >= record.replicas:
            plan.finish()

    def _steer(self, record: WorkloadRecord, plan: CanaryPlan, pods: tuple[Pod, ...], now_s: float) -> None:
        """Tell the simulator pods and share of the newer revision; more requests come only when its pods serve."""
        weight, there = plan.wanted_weight, sum(pod.revision == plan.current for pod in pods)
        record.stable_hash = plan.stable
        record.canary_replicas = pods_for(record.replicas, weight)
        if plan.aborted and not plan.arrived and (now_s - (plan.aborted_s or 0.0)) * self._clock.speed < ABORT_DELAY_S:
            record.canary_replicas = there
        serving = _ready(pods, plan.current) >= record.canary_replicas
        share = weight / 100
        record.canary_share = share if serving or share < record.canary_share else record.canary_share

    def _route(self, record: WorkloadRecord, content: JsonObject, plan: CanaryPlan) -> None:
        """Write the weights into the VirtualService that the strategy names."""
        canary = section(content, "spec", "strategy", "canary")
        name = str(section(canary, "trafficRouting", "istio", "virtualService").get("name", ""))
        entry = self._store.find(ROUTES, record.spec.namespace, name) if name else None
        if entry is None:
            return
        weight = 0 if plan.arrived else round(100 * record.canary_share)
        weights = {canary.get("canaryService"): weight, canary.get("stableService"): 100 - weight}
        before = section(entry.content(), "spec").get("http")
        after = [
            {**rule, "route": [_weighted(route, weights) for route in rows(rule, "route")]}
            for rule in rows(entry.content(), "spec", "http")
        ]
        if after != before:
            self._store.patch(ROUTES, record.spec.namespace, name, {"spec": {"http": after}})

    def _restart(self, record: WorkloadRecord, content: JsonObject, pods: tuple[Pod, ...]) -> str | None:
        """Replace the pods that are older than `restartAt`, one at a time; the time itself when none is left."""
        wanted = section(content, "spec").get("restartAt")
        at_s = seconds_of(wanted)
        if at_s is None or section(content, "status").get("restartedAt") == wanted:
            return str(wanted) if wanted else None
        old = [pod for pod in pods if self._clock.real(pod.created_s) < at_s]
        if not old:
            return str(wanted)
        place = ("pods", record.spec.namespace, old[0].name)
        if all(pod.phase == "Ready" for pod in pods) and self._store.find(*place) is not None:
            self._store.delete(*place)
        return None

    def _write(
        self,
        record: WorkloadRecord,
        plan: CanaryPlan,
        pods: tuple[Pod, ...],
        content: JsonObject,
        more: JsonObject,
        now_s: float,
    ) -> None:
        status = rollout_status(record, plan, pods, content, more, now_s)
        spec = record.spec
        self._index[spec.key] = plan.index
        self._store.patch_status(ROLLOUTS, spec.namespace, spec.name, status)
        before, phase = self._phase.get(spec.key), status["phase"]
        if before not in (None, phase):
            subject = about("argoproj.io/v1alpha1", "Rollout", spec.namespace, spec.name, record.uid)
            reason = {"Degraded": "RolloutAborted", "Paused": "RolloutPaused", "Healthy": "RolloutCompleted"}
            text = f"Rollout is {phase}: {status['message'] or 'step ' + str(plan.index)}"
            known = reason.get(phase, "RolloutUpdated")
            self._events.write(subject, known, text, "rollouts-controller", now_s, warning=phase == "Degraded")
        self._phase[spec.key] = phase


def _ready(pods: tuple[Pod, ...], revision: str) -> int:
    return sum(pod.phase == "Ready" for pod in pods if pod.revision == revision)


def _weighted(route: JsonObject, weights: Mapping[object, int]) -> JsonObject:
    host = section(route, "destination").get("host")
    return {**route, "weight": weights[host]} if host in weights else route
