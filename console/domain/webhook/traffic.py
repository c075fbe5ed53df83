"""What the webhook listener has received."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from console.domain.webhook.push import PushReceived


@dataclass(frozen=True, slots=True)
class WebhookTraffic:
    """``pushes``: newest first, bounded. ``refused`` counts by connection. ``port`` is 0 while nothing listens.

    ``error`` is one sentence, why nothing listens although the user wants it.
    """

    pushes: tuple[PushReceived, ...] = ()
    refused: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    port: int = 0
    error: str = ""
