"""Whom git trusts, and how it shows itself, where a connection's repositories are."""

import os
from pathlib import Path

from console.estate.schema.git_provider import Forge
from console.kernel.clone_login import CloneTrust


def clone_trust(provider: Forge, folder: Path) -> CloneTrust:
    """Return what a connection says of it; its files lie relative to the estate's ``folder``."""

    def path(name: str) -> str:
        return str(folder / os.path.expanduser(name)) if name else ""

    tls = provider.tls
    return CloneTrust(path(tls.ca_file), path(tls.client_cert_file), path(tls.client_key_file))
