"""Create a webhook; ``secret`` is a reference to its secret (``keyring:…``), never the secret."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.webhook.shown_address import shown_address
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class CreateWebhook:
    """Create a webhook; ``secret`` is a reference to its secret (``keyring:…``), never the secret.

    Whoever knows the whole ``url`` can deliver there: it is in the fields, and in nothing that is shown.
    """

    key: ClassVar[str] = "create-webhook"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    repository: str
    url: str
    events: tuple[str, ...] = ("push",)
    secret: str = ""

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "webhook", shown_address(self.url), self.repository)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Let {repository} tell {url} about {events}.",
            repository=self.repository,
            url=shown_address(self.url),
            events=", ".join(self.events),
        )


OPERATIONS.add(OperationKind(CreateWebhook.key, CreateWebhook, "Create a webhook"))
