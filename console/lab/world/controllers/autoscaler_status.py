"""Statuses and events of HPAs and ScaledObjects; applies what the autoscalers decided."""

from collections.abc import Mapping

from console.lab.objects.autoscaler_object import HPA, SCALED_OBJECT, hpa_status, scaled_object_status
from console.lab.objects.lenient import section
from console.lab.objects.workload_object import RESOURCES
from console.lab.objects.world_clock import WorldClock
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.simulator.autoscaler import AutoscalerState
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.series.autoscale_series import autoscaler_name
from console.lab.simulator.workload_spec import WorkloadSpec
from console.lab.world.event_writer import EventWriter, about


class AutoscalerStatus:
    """Writes an autoscaler's status whenever it evaluated anew."""

    def __init__(
        self, store: ObjectStore, clock: WorldClock, specs: tuple[WorkloadSpec, ...], events: EventWriter
    ) -> None:
        self._store = store
        self._clock = clock
        self._specs = {spec.key: spec for spec in specs if spec.scaling in ("hpa", "keda")}
        self._events = events
        self._seen: dict[str, AutoscalerState] = {}
        self._since: dict[str, dict[str, float]] = {}
        self._status: dict[tuple[str, str], bool] = {}

    def rescale(self, rescaled: Mapping[str, int], now_s: float) -> None:
        """Write the replicas that autoscalers decided on, as the HPA controller does through `scale`."""
        for key, replicas in rescaled.items():
            spec = self._specs[key]
            entry = self._store.find(RESOURCES[spec.kind], spec.namespace, spec.name)
            if entry is None:
                continue
            written = section(entry.content(), "spec").get("replicas", 1)
            before = written if isinstance(written, int) else 1
            self._store.patch(RESOURCES[spec.kind], spec.namespace, spec.name, {"spec": {"replicas": replicas}})
            metric = "cpu resource utilization (percentage of request)" if spec.scaling == "hpa" else "external metric"
            reason = f"{metric} {'above' if replicas > before else 'below'} target"
            subject = about("autoscaling/v2", "HorizontalPodAutoscaler", spec.namespace, autoscaler_name(spec))
            message = f"New size: {replicas}; reason: {reason}"
            self._events.write(subject, "SuccessfulRescale", message, "horizontal-pod-autoscaler", now_s)

    def write(self, state: EstateState, failures: Mapping[str, str], paused: frozenset[str], now_s: float) -> None:
        """Write the statuses of the autoscalers that evaluated since the last call."""
        for key, found in state.autoscalers.items():
            if self._seen.get(key) is found:
                continue
            self._seen[key] = found
            spec = self._specs[key]
            since = self._follow(key, {each.type: each.status for each in found.conditions}, now_s)
            name = autoscaler_name(spec)
            if self._store.find(HPA, spec.namespace, name) is not None:
                status = hpa_status(spec, found, self._clock, since)
                self._store.patch_status(HPA, spec.namespace, name, status)
            self._tell(spec, found, now_s)
            if spec.scaling == "keda":
                self._scaled_object(spec, found, failures.get(key, ""), key in paused, now_s)

    def _scaled_object(
        self, spec: WorkloadSpec, found: AutoscalerState, failure: str, paused: bool, now_s: float
    ) -> None:
        if self._store.find(SCALED_OBJECT, spec.namespace, spec.name) is None:
            return
        active = found.metric is not None and found.metric > 0
        status = scaled_object_status(spec, failure=failure, active=active, paused=paused)
        self._store.patch_status(SCALED_OBJECT, spec.namespace, spec.name, status)
        if failure:
            subject = about("keda.sh/v1alpha1", "ScaledObject", spec.namespace, spec.name)
            self._events.write(subject, "KEDAScalerFailed", failure, "keda-operator", now_s, warning=True)

    def _tell(self, spec: WorkloadSpec, found: AutoscalerState, now_s: float) -> None:
        for each in found.conditions:
            if each.type == "ScalingActive" and each.reason.startswith("Failed"):
                subject = about("autoscaling/v2", "HorizontalPodAutoscaler", spec.namespace, autoscaler_name(spec))
                component = "horizontal-pod-autoscaler"
                self._events.write(subject, each.reason, each.message, component, now_s, warning=True)

    def _follow(self, key: str, rows: Mapping[str, bool], now_s: float) -> dict[str, float]:
        """When each condition last changed; what was so from the start dates from the start."""
        since = self._since.setdefault(key, {})
        for name, status in rows.items():
            before = self._status.get((key, name))
            if before is None:
                since[name] = self._clock.start_s
            elif before != status:
                since[name] = now_s
            self._status[key, name] = status
        return since
