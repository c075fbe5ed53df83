"""What runs of runbooks reach beside the connections of the estate."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from console.ports.http_probe import HttpProbe
    from console.ports.vault import SecretVault


class Outside(NamedTuple):
    """Where secrets are resolved, and how addresses are asked."""

    vault: SecretVault
    probe: HttpProbe
