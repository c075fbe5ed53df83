"""Table cells of pods and nodes, computed as kubectl's server-side printer does."""

from collections.abc import Mapping
from typing import Any

from console.lab.servers.kubernetes.human_age import age_of

Cells = list[Any]
NONE = "<none>"
_NODE_ROLE = "node-role.kubernetes.io/"


def pod_cells(pod: Mapping[str, Any], now_s: float) -> Cells:
    """Name, ready, status, restarts, age, IP, node, nominated node, readiness gates."""
    spec, status = pod.get("spec") or {}, pod.get("status") or {}
    states = status.get("containerStatuses") or []
    ready = sum(1 for state in states if state.get("ready") and "running" in (state.get("state") or {"running": 0}))
    ips = status.get("podIP") or NONE
    return [
        pod["metadata"]["name"],
        f"{ready}/{len(spec.get('containers') or ())}",
        pod_status(pod),
        _restarts(states, now_s),
        age_of(pod["metadata"].get("creationTimestamp"), now_s),
        ips,
        spec.get("nodeName") or NONE,
        status.get("nominatedNodeName") or NONE,
        NONE,
    ]


def pod_status(pod: Mapping[str, Any]) -> str:
    """The one-word state of a pod: the reason of a waiting or ended container, else the phase."""
    status = pod.get("status") or {}
    reason = status.get("reason") or status.get("phase") or "Unknown"
    for state in reversed(status.get("containerStatuses") or ()):
        now = state.get("state") or {}
        waiting, ended = now.get("waiting") or {}, now.get("terminated") or {}
        if waiting.get("reason"):
            reason = waiting["reason"]
        elif ended:
            signal = ended.get("signal")
            reason = ended.get("reason") or (f"Signal:{signal}" if signal else f"ExitCode:{ended.get('exitCode', 0)}")
    if pod["metadata"].get("deletionTimestamp"):
        return "Unknown" if status.get("reason") == "NodeLost" else "Terminating"
    return str(reason)


def _restarts(states: list[Mapping[str, Any]], now_s: float) -> str:
    count = sum(int(state.get("restartCount") or 0) for state in states)
    ends = [((state.get("lastState") or {}).get("terminated") or {}).get("finishedAt") for state in states]
    last = max((end for end in ends if end), default=None)
    return f"{count} ({age_of(last, now_s)} ago)" if count and last else str(count)


def node_cells(node: Mapping[str, Any], now_s: float) -> Cells:
    """Name, status, roles, age, version, addresses and system."""
    spec, status, metadata = node.get("spec") or {}, node.get("status") or {}, node["metadata"]
    ready = [one for one in status.get("conditions") or () if one.get("type") == "Ready"]
    state = ("Ready" if ready[0].get("status") == "True" else "NotReady") if ready else "Unknown"
    if spec.get("unschedulable"):
        state += ",SchedulingDisabled"
    labels = metadata.get("labels") or {}
    roles = sorted(key.removeprefix(_NODE_ROLE) for key in labels if key.startswith(_NODE_ROLE))
    addresses = {one.get("type"): one.get("address") for one in status.get("addresses") or ()}
    system = status.get("nodeInfo") or {}
    return [
        metadata["name"],
        state,
        ",".join(roles) or NONE,
        age_of(metadata.get("creationTimestamp"), now_s),
        system.get("kubeletVersion", ""),
        addresses.get("InternalIP") or NONE,
        addresses.get("ExternalIP") or NONE,
        system.get("osImage") or "<unknown>",
        system.get("kernelVersion") or "<unknown>",
        system.get("containerRuntimeVersion") or "<unknown>",
    ]
