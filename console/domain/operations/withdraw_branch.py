"""Close the pull request of a branch that was proposed from here, and delete the branch."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class WithdrawBranch:
    """The branch is deleted only while it is at ``commit``: what others pushed to it is never lost."""

    key: ClassVar[str] = "withdraw-branch"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    repository: str
    url: str
    branch: str
    commit: str

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "branch", self.branch, self.repository)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Close the pull request of {branch} in {repository}, and delete the branch.",
            branch=self.branch,
            repository=self.repository,
        )


OPERATIONS.add(OperationKind(WithdrawBranch.key, WithdrawBranch, "Withdraw a proposed branch"))
