"""Stop an autoscaler from changing the number of replicas."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.operations.value_limit import check_replicas
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class PauseAutoscaling:
    """``kind`` is ScaledObject, ScaledJob or HorizontalPodAutoscaler.

    ``replicas`` is the number that KEDA then holds (``None``: what there is); an HPA holds what there is.
    """

    key: ClassVar[str] = "pause-autoscaling"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    kind: str
    namespace: str
    name: str
    replicas: int | None = None

    def __post_init__(self) -> None:
        check_replicas(self.replicas)

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, self.kind, self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        place = {"kind": self.kind, "name": self.name, "namespace": self.namespace}
        if self.replicas is None:
            return t("Pause the autoscaling by {kind} {name} of {namespace}.", **place)
        return t(
            "Pause the autoscaling by {kind} {name} of {namespace} at {replicas} replicas.",
            **place,
            replicas=self.replicas,
        )


OPERATIONS.add(OperationKind(PauseAutoscaling.key, PauseAutoscaling, "Pause an autoscaler"))
