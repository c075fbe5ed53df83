"""Close an issue by its number."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class CloseIssue:
    """Close an issue by its number."""

    key: ClassVar[str] = "close-issue"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    repository: str
    id: str

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "issue", self.id, self.repository)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("Close the issue {id} of {repository}.", repository=self.repository, id=self.id)


OPERATIONS.add(OperationKind(CloseIssue.key, CloseIssue, "Close an issue"))
