"""What a channel is to its connector."""

from typing import Protocol

from connectors.common.http import HttpClient
from console.domain.notification import Message, Receipt


class Channel(Protocol):
    """One way to people; ``clients`` are closed with the connector."""

    @property
    def clients(self) -> tuple[HttpClient, ...]:
        """Return the HTTP clients that it holds."""

    async def send(self, message: Message) -> Receipt:
        """Tell a message."""

    async def check(self) -> str:
        """Make sure that it would arrive, as far as that can be known without telling anybody anything."""
