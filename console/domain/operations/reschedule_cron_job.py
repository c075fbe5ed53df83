"""Let a CronJob run at another time."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.cron_schedule import CronSchedule
from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class RescheduleCronJob:
    """``schedule`` is in cron's form, in the time zone that the CronJob has. Raises ``ValueError`` for what is none."""

    key: ClassVar[str] = "reschedule-cronjob"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    namespace: str
    name: str
    schedule: str

    def __post_init__(self) -> None:
        CronSchedule.parse(self.schedule)

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "CronJob", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Run CronJob {name} of {namespace} at {schedule}.",
            name=self.name,
            namespace=self.namespace,
            schedule=self.schedule,
        )


OPERATIONS.add(OperationKind(RescheduleCronJob.key, RescheduleCronJob, "Reschedule a CronJob"))
