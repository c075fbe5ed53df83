"""Spread a Worker's calls over one or two of its versions."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.edge.version_split import check_split
from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class SetWorkerPercentages:
    """``shares`` are (version id, percent) that total 100; raises ``UserError`` for any other."""

    key: ClassVar[str] = "set-worker-percentages"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    script: str
    shares: tuple[tuple[str, float], ...]

    def __post_init__(self) -> None:
        check_split(self.shares)

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "Worker", self.script)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        shares = ", ".join(f"{version[:8]} {percent:g} %" for version, percent in self.shares)
        return t("Spread the calls of the Worker {script}: {shares}.", script=self.script, shares=shares)


OPERATIONS.add(OperationKind(SetWorkerPercentages.key, SetWorkerPercentages, "Set a Worker's version percentages"))
