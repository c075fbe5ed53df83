"""Set the number of replicas of a workload."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.operations.value_limit import check_replicas
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class ScaleWorkload:
    """``kind`` is Deployment, StatefulSet or Rollout; ``despite_autoscaler`` does it although an autoscaler decides."""

    key: ClassVar[str] = "scale"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    kind: str
    namespace: str
    name: str
    replicas: int
    despite_autoscaler: bool = False

    def __post_init__(self) -> None:
        check_replicas(self.replicas)

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, self.kind, self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Scale {kind} {name} of {namespace} to {replicas} replicas.",
            kind=self.kind,
            name=self.name,
            namespace=self.namespace,
            replicas=self.replicas,
        )


OPERATIONS.add(OperationKind(ScaleWorkload.key, ScaleWorkload, "Scale a workload"))
