"""Delete a dashboard."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class DeleteDashboard:
    """Delete the dashboard with this uid and its history; ``file`` is where it came from, to put it back."""

    key: ClassVar[str] = "delete-dashboard"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    uid: str
    file: str = ""
    folder: str = ""

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "dashboard", self.uid)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("Delete the dashboard {uid} of {connection}.", uid=self.uid, connection=self.connection)


OPERATIONS.add(OperationKind(DeleteDashboard.key, DeleteDashboard, "Delete a dashboard"))
