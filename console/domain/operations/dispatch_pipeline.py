"""Start a CI run of a repository; a run that was started is not taken back, it can only be cancelled."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class DispatchPipeline:
    """Start a CI run of a repository; a run that was started is not taken back, it can only be cancelled."""

    key: ClassVar[str] = "dispatch-pipeline"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    repository: str
    branch: str
    workflow: str = ""
    inputs: tuple[tuple[str, str], ...] = ()

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "pipeline", self.workflow or self.branch, self.repository)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Start {workflow} of {repository} on {branch}.",
            repository=self.repository,
            workflow=self.workflow or t("the pipeline"),
            branch=self.branch,
        )


OPERATIONS.add(OperationKind(DispatchPipeline.key, DispatchPipeline, "Start a CI run"))
