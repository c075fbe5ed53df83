"""A connector whose events and faults the test decides."""

import asyncio
from collections.abc import AsyncIterator

from console.domain.event import Event
from console.kernel.errors import ConnectorError
from console.ports.cluster import ClusterReader
from console.ports.metric import MetricReader


class ScriptedSource:
    """Yields ``script`` and then waits; an exception in the script is raised. ``running`` counts observers."""

    def __init__(self, connection: str, topic: str, script: list[Event | Exception]) -> None:
        self._connection, self._topic, self._script = connection, topic, script
        self.running = 0
        self.starts = 0

    @property
    def connection(self) -> str:
        return self._connection

    @property
    def topic(self) -> str:
        return self._topic

    async def observe(self) -> AsyncIterator[Event]:
        self.running += 1
        self.starts += 1
        try:
            for event in self._script:
                if isinstance(event, Exception):
                    raise event
                yield event
            await asyncio.Event().wait()
        finally:
            self.running -= 1


class ScriptedConnector:
    """Implements ``Connector`` with scripted sources; ``fault`` makes ``check`` fail."""

    def __init__(self, key: str, kind: str, *sources: ScriptedSource) -> None:
        self._key, self._kind, self._sources = key, kind, sources
        self.fault: ConnectorError | None = None
        self.closed = False

    @property
    def key(self) -> str:
        return self._key

    @property
    def kind(self) -> str:
        return self._kind

    @property
    def cluster(self) -> ClusterReader | None:
        return None

    @property
    def metrics(self) -> MetricReader | None:
        return None

    def sources(self) -> tuple[ScriptedSource, ...]:
        return self._sources

    async def check(self) -> str:
        if self.fault is not None:
            raise self.fault
        return "scripted 1.0"

    async def close(self) -> None:
        self.closed = True
