"""What webhooks tell the store."""

from dataclasses import dataclass

from console.domain.webhook.verdict import Verdict


@dataclass(frozen=True, slots=True)
class PushReceived:
    """Somebody pushed to a branch; ``before`` or ``after`` is empty where the branch began or ended (commit ids)."""

    connection: str
    repository: str
    branch: str
    before: str
    after: str
    at_s: float

    @property
    def coalesce_key(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class DeliveryRefused:
    """A delivery for a connection was not accepted; ``why`` is never ``GENUINE``."""

    connection: str
    why: Verdict
    at_s: float

    @property
    def coalesce_key(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class ListenerChanged:
    """The listener listens on ``port``, or on none (0); ``error`` says in one sentence why it cannot."""

    port: int
    error: str = ""

    @property
    def coalesce_key(self) -> str:
        return "webhooks/listener"
