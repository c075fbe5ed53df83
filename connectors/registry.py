"""The registry of connector kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.estate.schema.connection import Connection
from console.kernel.clock import Clock
from console.kernel.registry import Registry
from console.kernel.runtime import Runtime
from console.ports.connector import Connector
from console.ports.vault import SecretVault


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What a connector may use. ``folder`` is the estate file's folder, to which relative paths refer.

    ``estate`` is the whole estate model (read only), for what concerns the connection beyond its own options.
    """

    runtime: Runtime
    vault: SecretVault
    clock: Clock
    folder: Path
    estate: Any = None


@dataclass(frozen=True, slots=True)
class ConnectorKind:
    """A kind of outside system: ``key`` is also the estate section's name for it; ``build`` does no I/O."""

    key: str
    title: str
    options: type[Connection]
    build: Callable[[Any, BuildContext], Connector]


CONNECTORS: Registry[ConnectorKind] = Registry("connector")
