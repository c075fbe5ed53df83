"""Secrets by reference: the operating system's keyring, the environment, private files."""

from pathlib import Path

from console.kernel.paths import Paths
from console.ports.vault import SecretVault


def build_vault(paths: Paths, folder: Path | None = None) -> SecretVault:
    """Return the vault of a profile; ``folder`` is the estate file's, to which ``file:`` paths refer. Does no I/O."""
    from connectors.keyring.vault import Vault  # noqa: PLC0415 - loaded when a vault is wanted

    return Vault(paths, folder)
