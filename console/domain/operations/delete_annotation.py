"""Take an annotation out of dashboards."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class DeleteAnnotation:
    """Delete the annotation with this number."""

    key: ClassVar[str] = "delete-annotation"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    annotation: str

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "annotation", self.annotation)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("Delete the annotation {number} of {connection}.", number=self.annotation, connection=self.connection)


OPERATIONS.add(OperationKind(DeleteAnnotation.key, DeleteAnnotation, "Delete an annotation"))
