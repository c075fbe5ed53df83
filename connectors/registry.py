"""The registry of connector kinds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from console.estate.schema.connection import Connection
from console.kernel.clock import Clock
from console.kernel.registry import Registry
from console.kernel.runtime import Runtime
from console.ports.connector import Connector
from console.ports.tunnel import OpenTunnel
from console.ports.vault import SecretVault
from console.settings.network import Network


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What a connector may use. ``folder`` is the estate file's folder, to which relative paths refer.

    ``estate`` is the whole estate model (read only), for what concerns the connection beyond its own options.
    ``network`` are the user's defaults where the estate says nothing; ``poll_factor`` multiplies every own interval.
    ``tunnel`` opens ways into the estate's clusters, for services that are only reached there.
    """

    runtime: Runtime
    vault: SecretVault
    clock: Clock
    folder: Path
    estate: Any = None
    network: Network = field(default_factory=Network)
    poll_factor: float = 1.0
    tunnel: OpenTunnel | None = None


@dataclass(frozen=True, slots=True)
class ConnectorKind:
    """A kind of outside system: ``key`` is also the estate section's name for it; ``build`` does no I/O."""

    key: str
    title: str
    options: type[Connection]
    build: Callable[[Any, BuildContext], Connector]


CONNECTORS: Registry[ConnectorKind] = Registry("connector")
