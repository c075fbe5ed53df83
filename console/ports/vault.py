"""The vault port: secrets by reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.kernel.secret import Secret


class SecretVault(Protocol):
    """Resolves references: ``keyring:service/name``, ``env:NAME``, ``file:/path`` (mode 0600 or stricter)."""

    def resolve(self, reference: str) -> Secret:
        """Return the secret; raise ``ConnectorError`` (auth) in one sentence when it is not there. May block."""

    def store(self, name: str, value: Secret) -> None:
        """Keep a secret in the operating system's keyring under ``keyring:<name>``. May block."""

    def remove(self, name: str) -> None:
        """Remove a secret from the keyring. May block."""

    def names(self) -> tuple[str, ...]:
        """Return the names of the secrets that this program has stored."""
