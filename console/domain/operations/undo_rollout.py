"""Go back to an earlier revision of a Rollout or Deployment."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class UndoRollout:
    """``kind`` is Rollout or Deployment, ``revision`` the number of a revision whose ReplicaSet is still there."""

    key: ClassVar[str] = "undo-rollout"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    kind: str
    namespace: str
    name: str
    revision: int

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, self.kind, self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Take {kind} {name} of {namespace} back to revision {revision}.",
            kind=self.kind,
            name=self.name,
            namespace=self.namespace,
            revision=self.revision,
        )


OPERATIONS.add(OperationKind(UndoRollout.key, UndoRollout, "Go back to an earlier revision"))
