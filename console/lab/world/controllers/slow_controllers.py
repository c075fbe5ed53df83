"""What is written about once a minute: VPA recommendations and Gatekeeper's audit."""

from console.lab.objects.autoscaler_object import vpa_status
from console.lab.objects.common import JsonObject
from console.lab.objects.policy_object import MOVING_TAGS, OWNER_CONSTRAINT, TAG_CONSTRAINT
from console.lab.objects.world_clock import is_due, stamp
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.stored_object import StoredObject
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.workload_spec import WorkloadSpec

PERIOD_S = 60.0
VPAS = "verticalpodautoscalers.autoscaling.k8s.io"
LABELS = "k8srequiredlabels.constraints.gatekeeper.sh"
TAGS = "k8sdisallowedtags.constraints.gatekeeper.sh"
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
        if not is_due(self._next_s, now_s, PERIOD_S):
            return
        self._next_s = now_s + PERIOD_S
        for spec in self._specs:
            if self._store.find(VPAS, spec.namespace, spec.name) is not None:
                used = float(state.cells[spec.cell].flow.services[spec.name].cpu_cores)
                per_pod = used / max(1, state.ready[spec.key])
                self._store.patch_status(VPAS, spec.namespace, spec.name, vpa_status(spec, per_pod, self._start_s))
        deployments = [
            entry for entry in self._store.entries("deployments.apps") if entry.namespace.startswith("cell-")
        ]
        unowned = [entry for entry in deployments if "owner" not in entry.labels]
        self._audit(LABELS, OWNER_CONSTRAINT, "warn", unowned, 'you must provide labels: {"owner"}', now_s)
        ends = tuple(f':{tag}"'.encode() for tag in MOVING_TAGS)
        moving = [entry for entry in deployments if any(end in entry.body for end in ends)]
        self._audit(TAGS, TAG_CONSTRAINT, "deny", moving, "a container has a moving tag", now_s)

    def _audit(self, kind: str, name: str, action: str, found: list[StoredObject], message: str, now_s: float) -> None:
        if self._store.find(kind, None, name) is None:
            return
        place = {"group": "apps", "version": "v1", "kind": "Deployment", "enforcementAction": action}
        violations: list[JsonObject] = [
            {**place, "namespace": entry.namespace, "name": entry.name, "message": message}
            for entry in found[:_MOST_VIOLATIONS]
        ]
        counted = {"totalViolations": len(found), "violations": violations}
        self._store.patch_status(kind, None, name, {"auditTimestamp": stamp(now_s), **counted})
