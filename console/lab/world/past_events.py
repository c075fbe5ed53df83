"""What happened in the hour before the lab began: a cluster without events would look dead."""

from collections.abc import Iterable, Mapping

from console.lab.objects.workload_object import API_VERSIONS
from console.lab.simulator.noise import stream_key, uniform
from console.lab.simulator.pod import Pod
from console.lab.simulator.workload_spec import WorkloadSpec
from console.lab.world.event_writer import EventWriter, about

_HOUR_S = 3600.0
_SHARE_TOLD = 0.25


def tell_past(
    events: EventWriter, specs: Iterable[WorkloadSpec], pods: Mapping[str, tuple[Pod, ...]], start_s: float
) -> None:
    """Write a few events of the last hour, oldest first."""
    told: list[tuple[float, WorkloadSpec, Pod]] = []
    for spec in specs:
        key = stream_key(0, f"past/{spec.key}")
        if spec.cell and pods[spec.key] and uniform(key, 0) < _SHARE_TOLD:
            told.append((start_s - 60.0 - (_HOUR_S - 120.0) * uniform(key, 1), spec, pods[spec.key][-1]))
    for at_s, spec, pod in sorted(told, key=lambda one: one[0]):
        if spec.is_store or spec.name == "llm-serving":
            subject = about("v1", "Pod", spec.namespace, pod.name)
            text = "Readiness probe failed: context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
            events.write(subject, "Unhealthy", text, "kubelet", at_s, warning=True)
        else:
            subject = about(API_VERSIONS[spec.kind], spec.kind, spec.namespace, spec.name)
            text = f"Scaled down replica set {spec.name}-{pod.revision} from {len(pods[spec.key]) + 1}"
            events.write(
                subject, "ScalingReplicaSet", f"{text} to {len(pods[spec.key])}", "deployment-controller", at_s
            )
