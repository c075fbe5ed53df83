"""Let a suspended CronJob start its jobs again."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class ResumeCronJob:
    """Jobs that run already go on."""

    key: ClassVar[str] = "resume-cronjob"
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
            "Resume CronJob {name} of {namespace}: it starts its jobs again.", name=self.name, namespace=self.namespace
        )


OPERATIONS.add(OperationKind(ResumeCronJob.key, ResumeCronJob, "Resume a CronJob"))
