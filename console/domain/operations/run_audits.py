"""Hand a batch of audits over to a place beyond this machine: an audit service, or the CI of a forge."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class RunAudits:
    """``batch`` is its id at the place and follows from its tasks, so that the same ones again are the same batch.

    ``shards`` is what ``packed_shards`` makes of them; it holds addresses and commits, never a secret.
    """

    key: ClassVar[str] = "run-audits"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    batch: str
    shards: str

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "audits", self.batch)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("Let {connection} run the audits of {batch}.", connection=self.connection, batch=self.batch)


OPERATIONS.add(OperationKind(RunAudits.key, RunAudits, "Run audits elsewhere"))
