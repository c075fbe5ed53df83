"""End a batch of audits in a cluster: its Job and its workers go, what they have found stays."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class EndAuditBatch:
    """``name`` is that of the Job; one that is no batch of audits is never touched."""

    key: ClassVar[str] = "end-audit-batch"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    namespace: str
    name: str

    @property
    def target(self) -> Target:
        """Return what it takes away."""
        return Target(self.connection, "Job", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("End the audits of Job {name} in {namespace}.", name=self.name, namespace=self.namespace)


OPERATIONS.add(OperationKind(EndAuditBatch.key, EndAuditBatch, "End audits in the cluster"))
