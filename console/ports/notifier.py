"""The notifier port: one channel to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.domain.notification import Message, Receipt


class Notifier(Protocol):
    """A channel of the estate."""

    async def send(self, message: Message) -> Receipt:
        """Tell a message; raise ``ConnectorError`` when it did not arrive. It may have arrived after a timeout."""
