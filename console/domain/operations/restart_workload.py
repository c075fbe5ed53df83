"""Replace all pods of a workload, one after the other."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class RestartWorkload:
    """``kind`` is Deployment, StatefulSet, DaemonSet or Rollout.

    ``at`` is the time of the request (RFC 3339, UTC); the same one again restarts nothing again.
    """

    key: ClassVar[str] = "restart"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    kind: str
    namespace: str
    name: str
    at: str

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, self.kind, self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Restart the pods of {kind} {name} of {namespace}.", kind=self.kind, name=self.name,
            namespace=self.namespace,
        )  # fmt: skip


OPERATIONS.add(OperationKind(RestartWorkload.key, RestartWorkload, "Restart a workload"))
