"""Bring an earlier version of a dashboard back."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class RestoreDashboard:
    """Make the version ``version`` of a dashboard (by uid) the current one; the history keeps the others."""

    key: ClassVar[str] = "restore-dashboard"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    uid: str
    version: int

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "dashboard", self.uid)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Bring version {version} of the dashboard {uid} of {connection} back.",
            version=self.version,
            uid=self.uid,
            connection=self.connection,
        )


OPERATIONS.add(OperationKind(RestoreDashboard.key, RestoreDashboard, "Restore a dashboard"))
