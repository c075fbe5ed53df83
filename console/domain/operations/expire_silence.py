"""End a silence."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class ExpireSilence:
    """End the silence with this id at once: its alerts tell again."""

    key: ClassVar[str] = "expire-silence"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    silence: str

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "silence", self.silence)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("End the silence {silence} of {connection}.", silence=self.silence, connection=self.connection)


OPERATIONS.add(OperationKind(ExpireSilence.key, ExpireSilence, "End a silence"))
