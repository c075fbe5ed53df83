"""Let a paused autoscaler work again."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class ResumeAutoscaling:
    """``kind`` is ScaledObject, ScaledJob or HorizontalPodAutoscaler.

    ``up`` and ``down`` are the select policies that an HPA gets back (``Max`` is what Kubernetes takes by default).
    """

    key: ClassVar[str] = "resume-autoscaling"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    kind: str
    namespace: str
    name: str
    up: str = "Max"
    down: str = "Max"

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, self.kind, self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Resume the autoscaling by {kind} {name} of {namespace}.", kind=self.kind, name=self.name,
            namespace=self.namespace,
        )  # fmt: skip


OPERATIONS.add(OperationKind(ResumeAutoscaling.key, ResumeAutoscaling, "Resume an autoscaler"))
