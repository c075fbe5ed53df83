"""Push commits that are kept here as a new branch of a repository, and open a pull request of it."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class ProposeBranch:
    """``repository`` is its path on the forge, ``url`` where git reaches it, ``base`` the branch it is meant for.

    ``commit`` is a full hash; it lies in ``folder``, a bare repository of this machine.
    """

    key: ClassVar[str] = "propose-branch"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    repository: str
    url: str
    branch: str
    base: str
    commit: str
    folder: str
    title: str
    body: str = ""

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "branch", self.branch, self.repository)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            'Push the branch {branch} to {repository} and open the pull request "{title}".',
            branch=self.branch,
            repository=self.repository,
            title=self.title,
        )


OPERATIONS.add(OperationKind(ProposeBranch.key, ProposeBranch, "Push a branch and open a pull request"))
