"""What the server itself writes into new objects: identity, first status, and fields that belong to nobody."""

from typing import Any

from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.stored_object import JsonObject

_FIRST_STATUS: dict[str, JsonObject] = {
    "horizontalpodautoscalers.autoscaling": {"desiredReplicas": 0, "currentMetrics": None},
    "namespaces": {"phase": "Active"},
    "persistentvolumeclaims": {"phase": "Pending"},
    "pods": {"phase": "Pending", "qosClass": "BestEffort"},
    "services": {"loadBalancer": {}},
    "poddisruptionbudgets.policy": {
        "disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 0, "expectedPods": 0,
    },
    "statefulsets.apps": {"replicas": 0, "availableReplicas": 0},
    "replicasets.apps": {"replicas": 0},
    "daemonsets.apps": {
        "currentNumberScheduled": 0, "numberMisscheduled": 0, "desiredNumberScheduled": 0, "numberReady": 0,
    },
    "ingresses.networking.k8s.io": {"loadBalancer": {}},
}  # fmt: skip


def drop_client_status(kind: ResourceKind, content: JsonObject) -> None:
    """A new object's status is the server's; nodes may bring theirs."""
    if kind.status and kind.key != "nodes":
        content.pop("status", None)


def prepare_new(store: ObjectStore, kind: ResourceKind, content: JsonObject) -> None:
    """Complete a new object, in place, with what no client owns."""
    metadata: dict[str, Any] = content["metadata"]
    store.complete(kind, metadata)
    if kind.status and not kind.custom:
        content.setdefault("status", dict(_FIRST_STATUS.get(kind.key, {})))
    if kind.key == "namespaces":
        content["spec"] = {**(content.get("spec") or {}), "finalizers": ["kubernetes"]}
    elif kind.key == "jobs.batch":
        select_own_pods(content)
    elif kind.key == "services":
        _give_address(store, content["spec"])


def select_own_pods(job: JsonObject) -> None:
    """Let a Job, which has its uid, select the pods that will be made of it, in place."""
    spec, metadata = job["spec"], job["metadata"]
    if spec.get("manualSelector"):
        return
    uid, name = metadata["uid"], metadata["name"]
    given = spec["template"].get("metadata")
    head = spec["template"]["metadata"] = dict(given) if isinstance(given, dict) else {}
    labels = head.get("labels")
    head["labels"] = {
        **(labels if isinstance(labels, dict) else {}),
        "batch.kubernetes.io/controller-uid": uid,
        "controller-uid": uid,
        "batch.kubernetes.io/job-name": name,
        "job-name": name,
    }
    spec["selector"] = {"matchLabels": {"batch.kubernetes.io/controller-uid": uid}}


def _give_address(store: ObjectStore, spec: JsonObject) -> None:
    if spec.get("type") == "ExternalName" or spec.get("clusterIP"):
        return
    number = store.count("services") + 10
    spec["clusterIP"] = f"10.96.{number // 250 % 250}.{number % 250 + 1}"
    spec["clusterIPs"] = [spec["clusterIP"]]
    spec.setdefault("ipFamilies", ["IPv4"])
    spec.setdefault("ipFamilyPolicy", "SingleStack")
