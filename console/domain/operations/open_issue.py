"""Open an issue (Azure DevOps: a work item)."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """Open an issue (Azure DevOps: a work item)."""

    key: ClassVar[str] = "open-issue"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    repository: str
    title: str
    body: str = ""
    labels: tuple[str, ...] = ()

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "issue", self.title, self.repository)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t('Open the issue "{title}" in {repository}.', repository=self.repository, title=self.title)


OPERATIONS.add(OperationKind(OpenIssue.key, OpenIssue, "Open an issue"))
