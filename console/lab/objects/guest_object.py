"""What the controllers of a cluster make of a workload that somebody brought into the lab."""

import math
import zlib

from console.lab.objects.common import JsonObject, condition, metadata, owner_reference
from console.lab.objects.lenient import rows, section
from console.lab.objects.workload_object import REVISION_ANNOTATION
from console.lab.objects.world_clock import stamp

MOST_PODS = 100
"""The most pods that a workload gets which somebody brought: they serve nobody, and cost memory."""
HASH_LABEL = "pod-template-hash"


def wanted_pods(spec: JsonObject) -> int:
    """How many pods a workload (its spec) is to have, at most those that it gets."""
    replicas = spec.get("replicas", 1)
    whole = isinstance(replicas, int) and not isinstance(replicas, bool)
    return min(max(0, replicas), MOST_PODS) if whole else 1


def surge_of(spec: JsonObject, wanted: int) -> int:
    """How many pods a Deployment (its spec) may have beyond those that it wants while it is rolled over."""
    surge = section(spec, "strategy", "rollingUpdate").get("maxSurge", "25%")
    if isinstance(surge, str) and surge.removesuffix("%").isdecimal():
        return max(1, math.ceil(int(surge.removesuffix("%")) * wanted / 100))
    return max(1, surge) if isinstance(surge, int) else 1


def guest_replica_set(deployment: JsonObject, pod_hash: str, revision: int, now_s: float) -> JsonObject:
    """The ReplicaSet of a template of a Deployment, without pods yet."""
    owner, spec = deployment["metadata"], deployment["spec"]
    labels = {**section(spec, "template", "metadata", "labels"), HASH_LABEL: pod_hash}
    notes = {REVISION_ANNOTATION: str(revision)}
    meta = metadata(
        f"{owner['name']}-{pod_hash}", owner["namespace"], labels=labels, annotations=notes, created_s=now_s
    )
    meta["ownerReferences"] = [owner_reference("apps/v1", "Deployment", owner["name"], owner["uid"])]
    selector = {"matchLabels": {**section(spec, "selector", "matchLabels"), HASH_LABEL: pod_hash}}
    template = {**spec["template"], "metadata": {**section(spec, "template", "metadata"), "labels": labels}}
    body = {"replicas": 0, "selector": selector, "template": template}
    return {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": meta, "spec": body, "status": {"replicas": 0}}


def guest_pod(owner: JsonObject, name: str, labels: dict[str, str], now_s: float) -> JsonObject:
    """A pod of a ReplicaSet or StatefulSet that no node has taken yet; ``labels`` are those beside its template's."""
    template = owner["spec"]["template"]
    notes = section(template, "metadata", "annotations")
    given = {**section(template, "metadata", "labels"), **labels}
    meta = metadata(name, owner["metadata"]["namespace"], labels=given, annotations=notes, created_s=now_s)
    who = owner["metadata"]
    meta["ownerReferences"] = [owner_reference("apps/v1", owner["kind"], who["name"], who["uid"])]
    spec = {"restartPolicy": "Always", **template["spec"]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec, "status": {"phase": "Pending"}}


def unscheduled(nodes: int, now_s: float) -> JsonObject:
    """Status of a pod that fits no node (a merge patch)."""
    text = f"0/{nodes} nodes are available: none is ready, open for pods and what the pod asks for."
    return {"phase": "Pending", "conditions": [condition("PodScheduled", False, "Unschedulable", text, now_s)]}


def starting(pod: JsonObject, now_s: float) -> JsonObject:
    """Status of a pod that a node has taken (a merge patch)."""
    return {
        "phase": "Pending",
        "startTime": stamp(now_s),
        "hostIP": "10.0.0.1",
        "conditions": _conditions(False, now_s),
        "containerStatuses": [_container(one, None) for one in rows(pod, "spec", "containers")],
    }


def started(pod: JsonObject, now_s: float) -> JsonObject:
    """Status of a pod whose containers run and are ready (a merge patch)."""
    number = zlib.crc32(str(pod["metadata"]["uid"]).encode())
    address = f"10.{64 + (number >> 16) % 64}.{(number >> 8) % 256}.{1 + number % 254}"
    return {
        "phase": "Running",
        "podIP": address,
        "podIPs": [{"ip": address}],
        "conditions": _conditions(True, now_s),
        "containerStatuses": [_container(one, now_s) for one in rows(pod, "spec", "containers")],
    }


def _conditions(ready: bool, now_s: float) -> list[JsonObject]:
    reason = "" if ready else "ContainersNotReady"
    states = (("PodScheduled", True, ""), ("Initialized", True, ""), ("ContainersReady", ready, reason))
    return [condition(kind, good, why, "", now_s) for kind, good, why in (*states, ("Ready", ready, reason))]


def _container(container: JsonObject, begun_s: float | None) -> JsonObject:
    runs = begun_s is not None
    waiting = {"waiting": {"reason": "ContainerCreating"}}
    return {
        "name": str(container.get("name", "")),
        "image": str(container.get("image", "")),
        "imageID": "",
        "ready": runs,
        "started": runs,
        "restartCount": 0,
        "state": {"running": {"startedAt": stamp(begun_s)}} if begun_s is not None else waiting,
        "lastState": {},
    }


def is_ready(pod: JsonObject) -> bool:
    """Whether a pod serves."""
    return any(one.get("type") == "Ready" and one.get("status") == "True" for one in rows(pod, "status", "conditions"))
