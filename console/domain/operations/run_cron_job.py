"""Let a CronJob run once, now."""

import re
from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.errors import UserError
from console.kernel.i18n import t

MOST_NAME = 63
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_AGAIN = re.compile(r"^(.*)-again-?(\d{0,3})$")


@dataclass(frozen=True, slots=True)
class RunCronJob:
    """``run`` is the name of the Job that is made from its template; the same one again runs nothing again.

    Raises ``UserError`` for a name that no Job can have.
    """

    key: ClassVar[str] = "run-cronjob"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    namespace: str
    name: str
    run: str

    def __post_init__(self) -> None:
        if len(self.run) > MOST_NAME or not _NAME.fullmatch(self.run):
            raise UserError(
                t("{name} is no name of a Job.", name=repr(self.run)),
                t("Use up to {most} lower-case letters, digits and hyphens.", most=MOST_NAME),
            )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "CronJob", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Run CronJob {name} of {namespace} once, as Job {run}.",
            name=self.name,
            namespace=self.namespace,
            run=self.run,
        )


def next_run(failed: str) -> str:
    """Return the name of the run that follows a failed one: ``a`` → ``a-again``, ``a-again`` → ``a-again-2``."""
    known = _AGAIN.match(failed)
    stem, ending = (known[1], f"-again-{int(known[2] or 1) + 1}") if known else (failed, "-again")
    return f"{stem[: MOST_NAME - len(ending)].rstrip('-')}{ending}"


OPERATIONS.add(OperationKind(RunCronJob.key, RunCronJob, "Run a CronJob once"))
