"""Building any connector of the estate for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from connectors.registry import CONNECTORS, BuildContext
from console.bootstrap import load_connectors
from console.kernel.clock import Clock, SystemClock
from console.kernel.runtime import Runtime
from console.ports.connector import Connector
from console.ports.tunnel import OpenTunnel
from tests.fakes.prometheus_connection import FixedVault


@contextmanager
def built_connector(
    kind: str,
    runtime: Runtime,
    place: Path,
    *,
    clock: Clock | None = None,
    tunnel: OpenTunnel | None = None,
    secrets: dict[str, str] | None = None,
    **options: Any,
) -> Iterator[Connector]:
    """Yield the connector ``main`` of a kind; ``secrets`` are by name, referred to as ``keyring:NAME``."""
    load_connectors(frozenset({kind}))
    found = CONNECTORS.get(kind)
    context = BuildContext(runtime, FixedVault(**(secrets or {})), clock or SystemClock(), place, tunnel=tunnel)
    connector = found.build(found.options.model_validate({"key": "main", **options}), context)
    try:
        yield connector
    finally:
        runtime.run(connector.close())
