"""Reading a secret at the moment when an operation sends it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from connectors.common.credentials import Secrets
from connectors.registry import BuildContext

SecretReader: TypeAlias = Callable[[str], Awaitable[str]]
"""Resolves a reference; raises ``ConnectorError`` (auth) when there is no such secret."""


def secret_reader(context: BuildContext, owner: str) -> SecretReader:
    """Return a reader over the vault; it works in a thread, because a keyring may ask the user."""
    secrets = Secrets(context.vault, owner)

    async def read(reference: str) -> str:
        return await context.runtime.in_thread(secrets.text, reference)

    return read
