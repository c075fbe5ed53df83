"""Delete a webhook by the forge's own id."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class DeleteWebhook:
    """Delete a webhook by the forge's own id."""

    key: ClassVar[str] = "delete-webhook"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    repository: str
    id: str

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "webhook", self.id, self.repository)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("Delete the webhook {id} of {repository}.", repository=self.repository, id=self.id)


OPERATIONS.add(OperationKind(DeleteWebhook.key, DeleteWebhook, "Delete a webhook"))
