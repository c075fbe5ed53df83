"""Put a dashboard from a file of the estate into Grafana."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class UploadDashboard:
    """``file`` is a dashboard model (JSON) inside the estate's folder.

    ``folder`` is a folder's uid; by default the connection's.
    """

    key: ClassVar[str] = "upload-dashboard"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    file: str
    folder: str = ""

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "dashboard", self.file, self.folder)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("Upload the dashboard {file} to {connection}.", file=self.file, connection=self.connection)


OPERATIONS.add(OperationKind(UploadDashboard.key, UploadDashboard, "Upload a dashboard"))
