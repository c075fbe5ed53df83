"""Series of single pods, written directly as text: 10,000 pods are 60,000 lines."""

from collections.abc import Iterator

from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.pod import Pod
from console.lab.simulator.workload_spec import WorkloadSpec


class PodSeries:
    """Renders pod-level lines; the constant part of a workload's lines is kept until its pods change."""

    def __init__(self, blueprint: EstateBlueprint) -> None:
        self._specs = blueprint.workloads
        self._constant: dict[str, tuple[tuple[Pod, ...], dict[str, list[str]]]] = {}

    def lines(self, state: EstateState) -> Iterator[tuple[str, list[str]]]:
        """Family name and its lines, workload by workload."""
        for spec in self._specs:
            pods = state.pods[spec.key]
            yield from self._allocations(spec, pods).items()
            cpu_s, joules = state.cpu_s[spec.key], state.joules[spec.key]
            running = [pod for pod in pods if pod.running_s is not None]
            yield (
                "container_cpu_usage_seconds_total",
                [
                    f'container_cpu_usage_seconds_total{{{_labels(spec, pod)},container="{spec.name}"}} '
                    f"{(cpu_s - pod.cpu_before_s) * pod.bias:.9g}\n"
                    for pod in running
                ],
            )
            yield (
                "kepler_pod_cpu_joules_total",
                [
                    f"kepler_pod_cpu_joules_total{{{_labels(spec, pod)}}} "
                    f"{(joules - pod.joules_before) * pod.bias:.9g}\n"
                    for pod in running
                ],
            )

    def _allocations(self, spec: WorkloadSpec, pods: tuple[Pod, ...]) -> dict[str, list[str]]:
        known = self._constant.get(spec.key)
        if known is not None and known[0] is pods:
            return known[1]
        lines: dict[str, list[str]] = {
            "container_cpu_allocation": [],
            "container_memory_allocation_bytes": [],
            "kube_pod_container_resource_requests": [],
        }
        for pod in pods:
            labels = f'{_labels(spec, pod)},container="{spec.name}",node="{pod.node}"'
            if pod.node:
                lines["container_cpu_allocation"].append(f"container_cpu_allocation{{{labels}}} {spec.cpu_cores:g}\n")
                lines["container_memory_allocation_bytes"].append(
                    f"container_memory_allocation_bytes{{{labels}}} {spec.memory_bytes}\n"
                )
            for resource, unit, value in (("cpu", "core", spec.cpu_cores), ("memory", "byte", spec.memory_bytes)):
                pairs = f'{labels},resource="{resource}",unit="{unit}"'
                lines["kube_pod_container_resource_requests"].append(
                    f"kube_pod_container_resource_requests{{{pairs}}} {value:.12g}\n"
                )
        self._constant[spec.key] = (pods, lines)
        return lines


def _labels(spec: WorkloadSpec, pod: Pod) -> str:
    cell = f'cell="{spec.cell}",' if spec.cell else ""
    return f'{cell}namespace="{spec.namespace}",service="{spec.name}",pod="{pod.name}"'
