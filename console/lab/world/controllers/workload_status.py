"""Statuses of Deployments, StatefulSets, Rollouts and their ReplicaSets, budgets and quotas; new revisions."""

from console.lab.objects.cluster_object import CELL_RESOURCES, quota_used
from console.lab.objects.common import JsonObject, condition
from console.lab.objects.workload_object import (
    API_VERSIONS,
    RESOURCES,
    REVISION_ANNOTATION,
    ROLLOUT_REVISION_ANNOTATION,
    disruption_status,
    replica_set_object,
)
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.pod import Pod
from console.lab.world.controllers.disruption_budgets import BUDGETS
from console.lab.world.event_writer import EventWriter, about
from console.lab.world.workload_record import WorkloadRecord

REPLICA_SETS = "replicasets.apps"


class WorkloadStatus:
    """Writes statuses of touched workloads only."""

    def __init__(
        self, store: ObjectStore, blueprint: EstateBlueprint, records: dict[str, WorkloadRecord], events: EventWriter
    ) -> None:
        self._store = store
        self._records = records
        self._events = events
        self._cells = {cell.name: cell for cell in blueprint.cells}
        self._since: dict[tuple[str, str, bool], float] = {}
        self._wanted: dict[str, int] = {key: record.replicas for key, record in records.items()}
        self._current: dict[str, str] = {key: record.pod_hash for key, record in records.items()}

    def before_pods(self, touched: set[str], now_s: float) -> None:
        """Make the ReplicaSet of a new revision, before its first pods refer to it; tell about scaling."""
        for key in sorted(touched):
            record = self._records[key]
            if not record.exists:
                self._forget_revisions(record)
                continue
            if record.spec.kind != "StatefulSet" and record.pod_hash != self._current.get(key):
                self._new_revision(record, now_s)
                self._current[key] = record.pod_hash
            if record.replicas != self._wanted[key]:
                self._tell_scaled(record, self._wanted[key], now_s)
                self._wanted[key] = record.replicas

    def after_pods(self, touched: set[str], pods: dict[str, tuple[Pod, ...]], now_s: float) -> None:
        """Write the statuses of the touched workloads, their budgets and the quotas of their cells."""
        cells: set[str] = set()
        for key in sorted(touched):
            record = self._records[key]
            cells.add(record.spec.cell)
            if record.exists and record.spec.kind == "Rollout":
                self._beside(record, pods[key])  # its own controller writes the status of a Rollout
            elif record.exists:
                self._write(record, pods[key], now_s)
        for name in sorted(cells - {""}):
            self._quota(self._cells[name], pods)

    def _write(self, record: WorkloadRecord, pods: tuple[Pod, ...], now_s: float) -> None:
        spec = record.spec
        status = self._status(record, pods, now_s)
        resource = RESOURCES[spec.kind]
        if self._store.find(resource, spec.namespace, spec.name) is None:
            return
        self._store.patch_status(resource, spec.namespace, spec.name, status)
        self._beside(record, pods)

    def _beside(self, record: WorkloadRecord, pods: tuple[Pod, ...]) -> None:
        """What stands beside a workload: the ReplicaSets of its revisions and its budget."""
        spec = record.spec
        ready = sum(pod.phase == "Ready" for pod in pods)
        if spec.kind != "StatefulSet":
            self._replica_sets(record, pods)
        budget = self._store.find(BUDGETS, spec.namespace, spec.name)
        if budget is not None:
            status = disruption_status(budget.content(), record.replicas, ready)
            self._store.patch_status(BUDGETS, spec.namespace, spec.name, status)

    def _status(self, record: WorkloadRecord, pods: tuple[Pod, ...], now_s: float) -> JsonObject:
        ready = sum(pod.phase == "Ready" for pod in pods)
        updated = sum(pod.revision == record.pod_hash for pod in pods)
        counts: JsonObject = {
            "observedGeneration": record.generation,
            "replicas": len(pods),
            "readyReplicas": ready,
            "availableReplicas": ready,
            "updatedReplicas": updated,
        }
        if record.spec.kind == "StatefulSet":
            current = f"{record.spec.name}-{record.pod_hash}"
            return {**counts, "currentReplicas": updated, "currentRevision": current, "updateRevision": current}
        done = updated == ready == len(pods) == record.replicas
        name = f"{record.spec.name}-{record.pod_hash}"
        progress = (
            ("NewReplicaSetAvailable", "has successfully progressed")
            if done
            else ("ReplicaSetUpdated", "is progressing")
        )
        enough = ready >= max(0, record.replicas - record.replicas // 4)
        why = "MinimumReplicasAvailable" if enough else "MinimumReplicasUnavailable"
        text = "Deployment has minimum availability." if enough else "Deployment does not have minimum availability."
        unavailable = max(0, record.replicas - ready)
        return {
            **counts,
            "unavailableReplicas": unavailable or None,
            "conditions": [
                self._condition(record, "Available", enough, why, text, now_s),
                self._condition(record, "Progressing", True, progress[0], f'ReplicaSet "{name}" {progress[1]}.', now_s),
            ],
        }

    def _condition(
        self, record: WorkloadRecord, kind: str, status: bool, reason: str, message: str, now_s: float
    ) -> JsonObject:
        self._since.pop((record.spec.key, kind, not status), None)
        since = self._since.setdefault((record.spec.key, kind, status), now_s)
        return condition(kind, status, reason, message, since)

    def _replica_sets(self, record: WorkloadRecord, pods: tuple[Pod, ...]) -> None:
        for pod_hash in record.replica_sets:
            mine = [pod for pod in pods if pod.revision == pod_hash]
            ready = sum(pod.phase == "Ready" for pod in mine)
            name = f"{record.spec.name}-{pod_hash}"
            entry = self._store.find(REPLICA_SETS, record.spec.namespace, name)
            if entry is None:
                continue
            newest = pod_hash == record.pod_hash and record.stable_hash in ("", pod_hash)
            wanted = record.replicas if newest else len(mine)
            counts = {"replicas": len(mine), "readyReplicas": ready, "availableReplicas": ready}
            self._store.patch(
                REPLICA_SETS,
                record.spec.namespace,
                name,
                {"spec": {"replicas": wanted}, "status": {**counts, "fullyLabeledReplicas": len(mine)}},
            )

    def _new_revision(self, record: WorkloadRecord, now_s: float) -> None:
        spec = record.spec
        record.revision += 1
        content = replica_set_object(spec, record.uid, record.template, record.pod_hash, record.revision, 0, now_s)
        annotation = ROLLOUT_REVISION_ANNOTATION if spec.kind == "Rollout" else REVISION_ANNOTATION
        notes = {"metadata": {"annotations": {annotation: str(record.revision)}}}
        name = content["metadata"]["name"]
        known = self._store.find(REPLICA_SETS, spec.namespace, name)
        if known is not None:  # going back: the old set is used again under a new number, and remembers the old one
            again = {annotation: str(record.revision), f"{annotation}-history": _history(known.content(), annotation)}
            self._store.patch(REPLICA_SETS, spec.namespace, name, {"metadata": {"annotations": again}})
        uid = known.uid if known else self._store.create(content)["metadata"]["uid"]
        record.replica_sets[record.pod_hash] = uid
        self._store.patch(RESOURCES[spec.kind], spec.namespace, spec.name, notes)

    def _forget_revisions(self, record: WorkloadRecord) -> None:
        """What a garbage collector does when the workload is gone."""
        for pod_hash in record.replica_sets:
            name = f"{record.spec.name}-{pod_hash}"
            if self._store.find(REPLICA_SETS, record.spec.namespace, name) is not None:
                self._store.delete(REPLICA_SETS, record.spec.namespace, name)
        record.replica_sets.clear()
        record.revision = 0
        self._current.pop(record.spec.key, None)

    def _tell_scaled(self, record: WorkloadRecord, before: int, now_s: float) -> None:
        spec = record.spec
        subject = about(API_VERSIONS[spec.kind], spec.kind, spec.namespace, spec.name, record.uid)
        way = "up" if record.replicas > before else "down"
        what = f"{spec.name}-{record.pod_hash}"
        message = f"Scaled {way} replica set {what} from {before} to {record.replicas}"
        component = "deployment-controller" if spec.kind == "Deployment" else f"{spec.kind.lower()}-controller"
        self._events.write(subject, "ScalingReplicaSet", message, component, now_s)

    def _quota(self, cell: CellSpec, pods: dict[str, tuple[Pod, ...]]) -> None:
        if self._store.find("resourcequotas", cell.namespace, CELL_RESOURCES) is not None:
            used = quota_used({spec.name: len(pods[spec.key]) for spec in cell.workloads}, cell)
            self._store.patch_status("resourcequotas", cell.namespace, CELL_RESOURCES, {"used": used})


def _history(replica_set: JsonObject, annotation: str) -> str:
    """The revisions that a ReplicaSet had before, the latest last."""
    notes = replica_set["metadata"].get("annotations") or {}
    before = [one for one in str(notes.get(f"{annotation}-history", "")).split(",") if one]
    return ",".join([*before, str(notes.get(annotation, ""))])
