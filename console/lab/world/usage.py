"""Measured use of pods and nodes, as the metrics server publishes it."""

from collections.abc import Iterator

from console.lab.objects.common import JsonObject
from console.lab.objects.world_clock import stamp
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.pod import Pod
from console.lab.simulator.workload_spec import WorkloadSpec

WINDOW = "15s"
SYSTEM_USE = 0.22
MEMORY_USE = 0.68
_KIB = 1024
_NANO = 1e9


def pod_metrics(
    state: EstateState, blueprint: EstateBlueprint, namespace: str | None, now_s: float
) -> list[JsonObject]:
    """`PodMetrics` (metrics.k8s.io/v1beta1) of all running pods of a namespace, or of all."""
    return [
        {
            "apiVersion": "metrics.k8s.io/v1beta1",
            "kind": "PodMetrics",
            "metadata": {"name": pod.name, "namespace": spec.namespace, "creationTimestamp": stamp(now_s)},
            "timestamp": stamp(now_s),
            "window": WINDOW,
            "containers": [{"name": spec.name, "usage": _usage(cores, memory)}],
        }
        for spec, pod, cores, memory in _running(state, blueprint)
        if namespace in (None, "", spec.namespace)
    ]


def node_metrics(state: EstateState, blueprint: EstateBlueprint, now_s: float) -> list[JsonObject]:
    """`NodeMetrics` of all nodes: the sum of their pods."""
    used = {node.name: [0.0, 0.0] for node in blueprint.nodes}
    for _, pod, cores, memory in _running(state, blueprint):
        used[pod.node][0] += cores
        used[pod.node][1] += memory
    return [
        {
            "apiVersion": "metrics.k8s.io/v1beta1",
            "kind": "NodeMetrics",
            "metadata": {"name": name, "creationTimestamp": stamp(now_s)},
            "timestamp": stamp(now_s),
            "window": WINDOW,
            "usage": _usage(cores, memory),
        }
        for name, (cores, memory) in used.items()
    ]


def _running(state: EstateState, blueprint: EstateBlueprint) -> Iterator[tuple[WorkloadSpec, Pod, float, float]]:
    """Workload, pod, CPU cores and bytes of every pod that runs."""
    for spec in blueprint.workloads:
        per_pod = spec.cpu_cores * SYSTEM_USE
        if spec.cell:
            per_pod = float(state.cells[spec.cell].flow.services[spec.name].cpu_cores) / max(1, state.ready[spec.key])
        for pod in state.pods[spec.key]:
            if pod.phase in ("Ready", "Starting"):
                yield spec, pod, per_pod * pod.bias, spec.memory_bytes * MEMORY_USE * pod.bias


def _usage(cores: float, memory: float) -> JsonObject:
    return {"cpu": f"{round(cores * _NANO)}n", "memory": f"{round(memory / _KIB)}Ki"}
