"""Set between how many replicas an autoscaler may choose."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.operations.value_limit import check_bounds
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class SetReplicaBounds:
    """``kind`` is HorizontalPodAutoscaler or ScaledObject; a bound of ``None`` stays as it is."""

    key: ClassVar[str] = "set-replica-bounds"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    kind: str
    namespace: str
    name: str
    minimum: int | None = None
    maximum: int | None = None

    def __post_init__(self) -> None:
        check_bounds(self.minimum, self.maximum)

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, self.kind, self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Let {kind} {name} of {namespace} choose between {minimum} and {maximum} replicas.",
            kind=self.kind,
            name=self.name,
            namespace=self.namespace,
            minimum="…" if self.minimum is None else self.minimum,
            maximum="…" if self.maximum is None else self.maximum,
        )


OPERATIONS.add(OperationKind(SetReplicaBounds.key, SetReplicaBounds, "Set the bounds of an autoscaler"))
