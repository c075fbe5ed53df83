"""End a batch of audits at the place that runs it; what is done stays done."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class EndAudits:
    """``tasks`` are the ids of the batch's tasks: places that know no batches end each."""

    key: ClassVar[str] = "end-audits"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    batch: str
    tasks: tuple[str, ...] = ()

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "audits", self.batch)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("End the audits of {batch} at {connection}.", connection=self.connection, batch=self.batch)


OPERATIONS.add(OperationKind(EndAudits.key, EndAudits, "End audits elsewhere"))
