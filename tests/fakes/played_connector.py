"""A connector whose sources yield what the test plays."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, Event
from console.kernel.errors import ConsoleError
from console.ports.cluster import ClusterReader
from console.ports.connector import Port
from console.ports.metric import MetricReader
from console.ports.offered import offered


@dataclass
class PlayedSource:
    """Yields ``events`` once somebody looks, then waits; an exception among them is raised.

    ``looked`` counts how often somebody began to look, ``running`` how many look now.
    """

    connection: str
    topic: str
    events: tuple[Event | Exception, ...] = ()
    looked: int = 0
    running: int = 0

    async def observe(self) -> AsyncIterator[Event]:
        self.looked += 1
        self.running += 1
        try:
            for event in self.events:
                if isinstance(event, Exception):
                    raise event
                yield event
            await asyncio.Event().wait()
        finally:
            self.running -= 1


@dataclass
class PlayedConnector:
    """Answers ``check`` with ``detail``, or fails with ``error``."""

    key: str
    kind: str
    detail: str = ""
    error: ConsoleError | None = None
    played: tuple[PlayedSource, ...] = ()
    cluster: ClusterReader | None = None
    metrics: MetricReader | None = None
    ports: Mapping[type, object] = field(default_factory=dict)
    checks: int = field(default=0)
    closed: bool = False

    def offers(self, port: type[Port]) -> Port | None:
        ports = {ClusterReader: self.cluster, MetricReader: self.metrics, **self.ports}
        return offered(ports, port)

    def sources(self) -> tuple[PlayedSource, ...]:
        return self.played

    async def check(self) -> str:
        self.checks += 1
        if self.error is not None:
            raise self.error
        return self.detail

    async def close(self) -> None:
        self.closed = True


def live(key: str, kind: str, at_s: float, detail: str = "") -> ConnectionChanged:
    """Return the event of a connection that works."""
    return ConnectionChanged(ConnectionStatus(key, kind, ConnectionState.LIVE, at_s, at_s, detail=detail))


def failed(key: str, kind: str, at_s: float, error: str, hint: str = "") -> ConnectionChanged:
    """Return the event of a connection that failed."""
    return ConnectionChanged(ConnectionStatus(key, kind, ConnectionState.FAILED, at_s, None, error, hint))
