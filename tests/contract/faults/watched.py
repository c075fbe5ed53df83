"""A source of a real connector under observation."""

import asyncio
from pathlib import Path
from typing import Any

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.kernel.runtime import Runtime
from tests.contract.faults.probe import Probe
from tests.fakes.fault_server import FaultServer, answering


class Watched:
    """Observes ``probe.topic`` on a server that is out of order until ``mend``."""

    def __init__(self, runtime: Runtime, probe: Probe, folder: Path) -> None:
        self._runtime = runtime
        self._probe = probe
        self._connector: Any = None
        self._scope = runtime.scope(f"watching {probe.name}")
        self._server = FaultServer(runtime, answering(503, {"message": "out of order"}))
        self._folder = folder
        self.statuses: list[ConnectionStatus] = []
        self.lists = 0

    @property
    def state(self) -> ConnectionState | None:
        """The state that was told last."""
        return self.statuses[-1].state if self.statuses else None

    @property
    def asked(self) -> int:
        """How often the server was asked."""
        return len(self._server.asked)

    def __enter__(self) -> "Watched":
        self._server.__enter__()
        self._folder.mkdir()
        self._connector = self._probe.build(self._runtime, self._server.url, self._folder)
        self._scope.start(self._observe())
        return self

    async def _observe(self) -> None:
        source = next(one for one in self._connector.sources() if one.topic == self._probe.topic)
        async for event in source.observe():
            if isinstance(event, ConnectionChanged):
                self.statuses.append(event.status)
            self.lists += isinstance(event, ObjectsListed)

    def mend(self) -> None:
        """Let the server answer as a healthy one."""
        self._server.behaviour = self._probe.good

    def __exit__(self, *_failure: object) -> None:
        self._scope.cancel()
        self._runtime.run(asyncio.sleep(0), 5)
        self._runtime.run(self._connector.close(), 10)
        self._server.__exit__()
