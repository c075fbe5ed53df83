"""What is written about once a minute: VPA recommendations and Gatekeeper's audit."""

from console.lab.objects.autoscaler_object import vpa_status
from console.lab.objects.cluster_object import OWNER_CONSTRAINT
from console.lab.objects.common import JsonObject
from console.lab.objects.world_clock import stamp
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.workload_spec import WorkloadSpec

PERIOD_S = 60.0
VPAS = "verticalpodautoscalers.autoscaling.k8s.io"
CONSTRAINTS = "k8srequiredlabels.constraints.gatekeeper.sh"
_MOST_VIOLATIONS = 20


class SlowControllers:
    """The VPA recommender and the policy audit."""

    def __init__(self, store: ObjectStore, specs: tuple[WorkloadSpec, ...], start_s: float) -> None:
        self._store = store
        self._specs = [spec for spec in specs if spec.scaling == "vpa"]
        self._start_s = start_s
        self._next_s = 0.0

    def step(self, state: EstateState, now_s: float) -> None:
        """Write both when a minute has passed (real time)."""
        if now_s < self._next_s:
            return
        self._next_s = now_s + PERIOD_S
        for spec in self._specs:
            if self._store.find(VPAS, spec.namespace, spec.name) is not None:
                used = float(state.cells[spec.cell].flow.services[spec.name].cpu_cores)
                per_pod = used / max(1, state.ready[spec.key])
                self._store.patch_status(VPAS, spec.namespace, spec.name, vpa_status(spec, per_pod, self._start_s))
        if self._store.find(CONSTRAINTS, None, OWNER_CONSTRAINT) is not None:
            self._audit(now_s)

    def _audit(self, now_s: float) -> None:
        violations: list[JsonObject] = [
            {
                "enforcementAction": "warn",
                "group": "apps",
                "version": "v1",
                "kind": "Deployment",
                "namespace": entry.namespace,
                "name": entry.name,
                "message": 'you must provide labels: {"owner"}',
            }
            for entry in self._store.entries("deployments.apps")
            if entry.namespace.startswith("cell-") and "owner" not in entry.labels
        ]
        status = {
            "auditTimestamp": stamp(now_s),
            "totalViolations": len(violations),
            "violations": violations[:_MOST_VIOLATIONS],
        }
        self._store.patch_status(CONSTRAINTS, None, OWNER_CONSTRAINT, status)
