"""Which node a pod goes to: the emptiest of its region that still has room."""

from collections.abc import Iterable

from console.lab.simulator.node_spec import NodeSpec
from console.lab.simulator.workload_spec import WorkloadSpec


class PodPlacement:
    """Free CPU, memory and pod slots of every node."""

    def __init__(self, nodes: Iterable[NodeSpec]) -> None:
        self._nodes = {node.name: node for node in nodes}
        self._cpu = dict.fromkeys(self._nodes, 0.0)
        self._memory = dict.fromkeys(self._nodes, 0)
        self._pods = dict.fromkeys(self._nodes, 0)
        self._cordoned: frozenset[str] = frozenset()
        self._dark: frozenset[str] = frozenset()
        self.freed = 0
        """Counts up whenever a pod that found no room might find some now."""
        self._by_region: dict[str, list[str]] = {}
        for node in self._nodes.values():
            self._by_region.setdefault(node.region, []).append(node.name)

    def close(self, nodes: frozenset[str], regions: frozenset[str]) -> None:
        """Nodes and regions that take no new pods."""
        self.freed += (nodes, regions) != (self._cordoned, self._dark)
        self._cordoned, self._dark = nodes, regions

    def place(self, spec: WorkloadSpec) -> str | None:
        """Reserve room for one pod; None when no node of its region has any, or the region is dark."""
        if spec.region in self._dark:
            return None
        candidates = self._by_region.get(spec.region) or list(self._nodes)
        best = min((name for name in candidates if self._fits(name, spec)), key=self._load, default=None)
        if best is not None:
            self._cpu[best] += spec.cpu_cores
            self._memory[best] += spec.memory_bytes
            self._pods[best] += 1
        return best

    def release(self, node: str, spec: WorkloadSpec) -> None:
        """Give back the room of one pod (nothing for a pod that never had a node)."""
        if node in self._nodes:
            self._cpu[node] -= spec.cpu_cores
            self._memory[node] -= spec.memory_bytes
            self._pods[node] -= 1
            self.freed += 1

    def _fits(self, name: str, spec: WorkloadSpec) -> bool:
        node = self._nodes[name]
        return (
            name not in self._cordoned
            and self._pods[name] < node.max_pods
            and self._cpu[name] + spec.cpu_cores <= node.cpu_cores
            and self._memory[name] + spec.memory_bytes <= node.memory_gib * (1 << 30)
        )

    def _load(self, name: str) -> float:
        return self._cpu[name] / self._nodes[name].cpu_cores
