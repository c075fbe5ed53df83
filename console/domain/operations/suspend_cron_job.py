"""Keep a CronJob from starting jobs."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class SuspendCronJob:
    """Jobs that run already go on."""

    key: ClassVar[str] = "suspend-cronjob"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    namespace: str
    name: str

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "CronJob", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Suspend CronJob {name} of {namespace}: it starts no more jobs.", name=self.name, namespace=self.namespace
        )


OPERATIONS.add(OperationKind(SuspendCronJob.key, SuspendCronJob, "Suspend a CronJob"))
