"""Pods as the cluster shows them."""

from console.lab.objects.common import JsonObject, condition, metadata, owner_reference
from console.lab.objects.workload_object import API_VERSIONS
from console.lab.objects.world_clock import WorldClock, stamp
from console.lab.simulator.pod import Pod, PodPhase
from console.lab.simulator.workload_spec import WorkloadSpec

RESTARTED_BIAS = 1.07
RESTARTED_AFTER_S = 1800.0
_WAITING: dict[PodPhase, JsonObject] = {
    "Creating": {"reason": "ContainerCreating"},
    "ImagePullBackOff": {"reason": "ImagePullBackOff", "message": "Back-off pulling image: it is not in the registry"},
}


def pod_object(
    pod: Pod, spec: WorkloadSpec, template: JsonObject, owner_uid: str, clock: WorldClock, pod_ip: str
) -> JsonObject:
    """The whole pod; `owner_uid` is that of its ReplicaSet or StatefulSet."""
    labels = dict(template.get("metadata", {}).get("labels") or {})
    labels["pod-template-hash" if spec.kind != "StatefulSet" else "controller-revision-hash"] = pod.revision
    content = metadata(pod.name, spec.namespace, labels=labels, created_s=clock.real(pod.created_s))
    if spec.kind == "StatefulSet":
        owner = owner_reference(API_VERSIONS[spec.kind], spec.kind, spec.name, owner_uid)
    else:
        content["generateName"] = f"{spec.name}-{pod.revision}-"
        owner = owner_reference("apps/v1", "ReplicaSet", f"{spec.name}-{pod.revision}", owner_uid)
    content["ownerReferences"] = [owner]
    body = dict(template["spec"])
    if pod.node:
        body["nodeName"] = pod.node
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": content,
        "spec": body,
        "status": pod_status(pod, template, clock, pod_ip),
    }


def pod_status(pod: Pod, template: JsonObject, clock: WorldClock, pod_ip: str) -> JsonObject:
    """The status of a pod in its phase."""
    created = clock.real(pod.created_s)
    status: JsonObject = {"phase": "Pending", "qosClass": "Burstable"}
    if pod.phase == "Unschedulable":
        text = "0 nodes are available: insufficient cpu, memory or pod slots in the region, or nodes are cordoned."
        status["conditions"] = [condition("PodScheduled", False, "Unschedulable", text, created)]
        return status
    running = pod.running_s is not None
    started = clock.real(pod.running_s) if pod.running_s is not None else created
    ready = pod.phase == "Ready"
    restarts = _restarts(pod, clock)
    since = clock.real(pod.ready_s) if ready and pod.ready_s is not None else started
    status.update(
        phase="Running" if running else "Pending",
        startTime=stamp(created),
        hostIP="10.0.0.1",
        conditions=_conditions(pod.phase, created, since),
        containerStatuses=[
            _container(pod, container, ready, started, restarts) for container in template["spec"]["containers"]
        ],
    )
    if running:
        status.update(podIP=pod_ip, podIPs=[{"ip": pod_ip}])
    if pod.phase == "Lost":
        status["reason"] = "NodeLost"
    return status


def _conditions(phase: PodPhase, created: float, since: float) -> list[JsonObject]:
    ready = phase == "Ready"
    reason = "" if ready else ("NodeNotReady" if phase == "Lost" else "ContainersNotReady")
    return [
        condition("PodScheduled", True, "", "", created),
        condition("Initialized", True, "", "", created),
        condition("ContainersReady", ready, reason, "", since),
        condition("Ready", ready, reason, "", since),
    ]


def _container(pod: Pod, container: JsonObject, ready: bool, started: float, restarts: int) -> JsonObject:
    begun = started + RESTARTED_AFTER_S if restarts else started
    running = {"running": {"startedAt": stamp(begun)}}
    return {
        "name": container["name"],
        "image": container["image"],
        "imageID": f"{container['image'].rsplit(':', 1)[0]}@sha256:{pod.revision}",
        "ready": ready,
        "started": pod.running_s is not None,
        "restartCount": restarts,
        "state": running if pod.running_s is not None else {"waiting": _WAITING[pod.phase]},
        "lastState": {"terminated": _last_end(container["name"], started)} if restarts else {},
    }


def _restarts(pod: Pod, clock: WorldClock) -> int:
    """A few of the pods that are older than the lab have been restarted, as in every real cluster."""
    if pod.bias <= RESTARTED_BIAS or pod.created_s > clock.start_s - 2 * RESTARTED_AFTER_S:
        return 0
    return int((pod.bias - RESTARTED_BIAS) * 250) + 1


def _last_end(container: str, started: float) -> JsonObject:
    reason, code = ("OOMKilled", 137) if container == "llm-serving" else ("Error", 1)
    end = stamp(started + RESTARTED_AFTER_S - 3.0)
    return {"exitCode": code, "reason": reason, "startedAt": stamp(started), "finishedAt": end}
