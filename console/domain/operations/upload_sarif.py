"""Upload a SARIF file to where a forge shows findings; ``file`` lies on this computer."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class UploadSarif:
    """Upload a SARIF file to where a forge shows findings; ``file`` lies on this computer."""

    key: ClassVar[str] = "upload-sarif"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    repository: str
    sha: str
    ref: str
    file: str

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "findings", self.sha, self.repository)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Upload {file} as findings of {sha} in {repository}.",
            repository=self.repository,
            file=self.file,
            sha=self.sha[:12],
        )


OPERATIONS.add(OperationKind(UploadSarif.key, UploadSarif, "Upload audit findings"))
