"""What one workload of the simulated estate is."""

from dataclasses import dataclass
from typing import Literal

WorkloadKind = Literal["Deployment", "StatefulSet", "Rollout"]
Scaling = Literal["hpa", "keda", "vpa", "fixed"]


@dataclass(frozen=True, slots=True)
class WorkloadSpec:
    """A service, data store or system component: sizes per replica, capacity at 100 % of the CPU request.

    `target` is the HPA's CPU utilisation (ratio) or, for KEDA, the lag per replica (messages).
    """

    namespace: str
    name: str
    layer: str
    image: str
    cpu_cores: float
    memory_bytes: int
    capacity_rps: float
    replicas: int
    cell: str = ""
    region: str = ""
    kind: WorkloadKind = "Deployment"
    scaling: Scaling = "fixed"
    min_replicas: int = 1
    max_replicas: int = 1
    target: float = 0.0
    start_s: float = 6.0
    is_store: bool = False

    @property
    def key(self) -> str:
        """Namespace and name: the identity used everywhere in the simulator."""
        return f"{self.namespace}/{self.name}"

    @property
    def full_rps(self) -> float:
        """What all replicas that it may usually have can do together, per second."""
        return self.max_replicas * self.capacity_rps
