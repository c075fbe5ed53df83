"""Set one argument of what a CronJob runs."""

import re
from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.errors import UserError
from console.kernel.i18n import t

_FLAG = re.compile(r"--[a-z0-9][a-z0-9-]{0,62}")
_MOST_TEXT = 1024


@dataclass(frozen=True, slots=True)
class SetJobArgument:
    """``argument`` is a flag that the first container has as ``--flag=value``; ``value`` is the new value.

    Runs that have begun are not touched. Raises ``UserError`` for what is no such flag or value.
    """

    key: ClassVar[str] = "set-job-argument"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    namespace: str
    name: str
    argument: str
    value: str

    def __post_init__(self) -> None:
        if not _FLAG.fullmatch(self.argument) or len(self.value) > _MOST_TEXT or not self.value.isprintable():
            raise UserError(
                t("{argument} cannot be set.", argument=repr(self.argument)),
                t("Name a flag like --source and a value of one line."),
            )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "CronJob", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Run CronJob {name} of {namespace} with {argument}={value}.",
            name=self.name,
            namespace=self.namespace,
            argument=self.argument,
            value=self.value,
        )


OPERATIONS.add(OperationKind(SetJobArgument.key, SetJobArgument, "Set an argument of a CronJob"))
