"""Rows of what runs: workloads, pods and nodes, flat and small because there are thousands."""

from dataclasses import dataclass

from console.domain.resource import Condition, ResourceRef

_TIMED_OUT = ("Progressing", "False", "ProgressDeadlineExceeded")
_NOT_MADE = ("ReplicaFailure", "True")


@dataclass(frozen=True, slots=True)
class Workload:
    """A Deployment, StatefulSet, DaemonSet or Argo Rollout.

    Replica counts are pods; ``cpu_request`` is cores and ``memory_request`` bytes for one pod, and so are its limits.
    """

    ref: ResourceRef
    labels: tuple[tuple[str, str], ...]
    selector: tuple[tuple[str, str], ...]
    images: tuple[str, ...]
    desired: int
    ready: int
    available: int
    updated: int
    generation: int
    observed_generation: int
    paused: bool
    created_at_s: float
    cpu_request: float = 0.0
    memory_request: float = 0.0
    conditions: tuple[Condition, ...] = ()
    annotations: tuple[tuple[str, str], ...] = ()
    cpu_limit: float = 0.0
    memory_limit: float = 0.0

    @property
    def standstill(self) -> Condition | None:
        """Return what its controller says of newest pods that do not come up, while older ones may serve well yet.

        Pods that could not even be made (a quota, a policy) are told at once and name the cause.
        """
        if self.desired <= 0:
            return None
        late = [one for one in self.conditions if (one.type, one.status, one.reason) == _TIMED_OUT]
        not_made = (one for one in self.conditions if (one.type, one.status) == _NOT_MADE)
        return next(not_made, late[0] if late else None)


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod; ``status`` is the word kubectl shows (Running, CrashLoopBackOff, ...), ``owner`` is ``Kind/name``."""

    ref: ResourceRef
    labels: tuple[tuple[str, str], ...]
    status: str
    ready: int
    containers: int
    restarts: int
    node: str
    owner: str
    created_at_s: float
    cpu_request: float = 0.0
    memory_request: float = 0.0


@dataclass(frozen=True, slots=True)
class Node:
    """A node; ``cpu`` is allocatable cores, ``memory`` allocatable bytes."""

    ref: ResourceRef
    labels: tuple[tuple[str, str], ...]
    ready: bool
    schedulable: bool
    cpu: float
    memory: float
    created_at_s: float
