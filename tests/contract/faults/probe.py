"""How the fault suite speaks to one kind of connector."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.registry import CONNECTORS, BuildContext
from console.bootstrap import load_connectors
from console.estate.schema.estate import Estate
from console.kernel.clock import SystemClock
from console.kernel.errors import ErrorKind
from console.kernel.runtime import Runtime
from console.settings.network import Network
from tests.fakes.fault_server import Behaviour
from tests.fakes.prometheus_connection import FixedVault

SECRET = "s3cr3t-canary-value"
REFERENCE = "keyring:shop/secret"
NAME = "shop"
NETWORK = Network(connect_timeout_s=1, read_timeout_s=1)


def _check(connector: Any) -> Awaitable[object]:
    return connector.check()


@dataclass(frozen=True)
class Probe:
    """One registration: ``options`` of the connection ``shop`` for a server, with ``REFERENCE`` for every secret.

    ``good`` is what a healthy server says to ``read``, to the source of ``topic`` and to the reads of ``write``, which
    must not be sent twice. ``differs`` names faults that this kind answers with another kind of error, or with none
    (``None``), because its protocol says so; the reason stands beside it. ``secret`` is what ``REFERENCE`` holds.
    """

    kind: str
    options: Callable[[str, Path], Mapping[str, Any]]
    good: Behaviour
    read: Callable[[Any], Awaitable[object]] = _check
    write: Callable[[Any], Awaitable[object]] | None = None
    variant: str = ""
    topic: str = ""
    sends_secret: bool = True
    secret: Callable[[str], str] = lambda _url: SECRET
    differs: Mapping[str, ErrorKind | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.variant}" if self.variant else self.kind

    def build(self, runtime: Runtime, url: str, folder: Path) -> Any:
        """Return the real connector on a server."""
        load_connectors(frozenset({self.kind}))
        found = CONNECTORS.get(self.kind)
        model = found.options.model_validate({"key": NAME, **self.options(url, folder)})
        vault = FixedVault(**{"shop/secret": self.secret(url)})
        estate = Estate.model_validate({"name": "test"})
        return found.build(model, BuildContext(runtime, vault, SystemClock(), folder, estate, NETWORK))
