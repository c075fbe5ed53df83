"""Which connections of an estate webhooks can be for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.webhook.signature import RULES

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate


@dataclass(frozen=True, slots=True)
class HookTarget:
    """``provider`` is the key of the signature rule, ``secret`` a reference; empty: nothing can be accepted."""

    connection: str
    provider: str
    secret: str


def hook_targets(estate: Estate) -> dict[str, HookTarget]:
    """Return by connection key what can receive webhooks."""
    found = {}
    for one in estate.connections():
        provider = one.connector if one.connector in RULES else str(getattr(one, "kind", ""))
        if provider in RULES:
            found[one.key] = HookTarget(one.key, provider, getattr(one, "webhook_secret", None) or "")
    return found
