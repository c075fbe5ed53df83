"""Write into dashboards what happened when."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class AddAnnotation:
    """Unix seconds; ``end_s`` 0 is a moment. ``dashboard`` is a uid; without one it belongs to all."""

    key: ClassVar[str] = "add-annotation"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    text: str
    start_s: float
    end_s: float = 0.0
    tags: tuple[str, ...] = ()
    dashboard: str = ""

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "annotation", self.text[:80], self.dashboard)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("Annotate the dashboards of {connection}: {text}", connection=self.connection, text=self.text)


OPERATIONS.add(OperationKind(AddAnnotation.key, AddAnnotation, "Annotate dashboards"))
