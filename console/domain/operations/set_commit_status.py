"""Set the status of a commit; ``state`` is pending, success, failure or error."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class SetCommitStatus:
    """Set the status of a commit; ``state`` is pending, success, failure or error."""

    key: ClassVar[str] = "set-commit-status"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    repository: str
    sha: str
    context: str
    state: str
    description: str = ""
    url: str = ""

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "commit", self.sha, self.repository)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Set the status {context} of {sha} in {repository} to {state}.",
            repository=self.repository,
            context=self.context,
            sha=self.sha[:12],
            state=self.state,
        )


OPERATIONS.add(OperationKind(SetCommitStatus.key, SetCommitStatus, "Set the status of a commit"))
