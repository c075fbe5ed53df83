"""The session: one running program with its open estate; what the window and the command line act through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from console.domain.connection import ConnectionState, ConnectionStatus
from console.domain.event import ConnectionChanged
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.services.observation import Look, Observation
from console.services.port_forwards import PortForwards
from console.services.recorder import Recorder
from console.store.history.history import LastKnown
from console.store.slices.estate import EstateOpened
from console.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.paths import Paths
    from console.kernel.runtime import Runtime
    from console.ports.cluster import ClusterReader
    from console.ports.connector import Connector
    from console.ports.metric import MetricReader
    from console.services.lab_desk import LabDesk
    from console.store.history.history import History

Connect: TypeAlias = "Callable[[Estate, Path], Mapping[str, Connector]]"


@dataclass(frozen=True, slots=True)
class OpenEstate:
    """The estate that is open and the file it came from."""

    estate: Estate
    file: Path


class Session:
    """Owns the store, the runtime, the history and the connections of the open estate. Owner thread only."""

    def __init__(
        self,
        *,
        runtime: Runtime,
        clock: Clock,
        paths: Paths,
        history: History | None,
        connect: Connect,
        history_trouble: str = "",
    ) -> None:
        self.runtime, self.clock, self.paths = runtime, clock, paths
        self.store = Store()
        self.history = history
        self.open: OpenEstate | None = None
        self.lab: LabDesk | None = None
        self.forwards = PortForwards(runtime)
        self.read_only = False
        self._connect = connect
        self._history_trouble = history_trouble
        self._connectors: Mapping[str, Connector] = {}
        self._connecting: Future[None] | None = None
        self._observation: Observation | None = None
        self._recorder: Recorder | None = None

    @property
    def connectors(self) -> Mapping[str, Connector]:
        """Return the connectors of the open estate by connection key."""
        return self._connectors

    def open_estate(self, estate: Estate, file: Path) -> None:
        """Open ``estate`` on what the local history knows of it; connections are built behind, off this thread."""
        self.close_estate()
        self.open = OpenEstate(estate, file)
        self._observation = Observation(self.runtime, self.store, self.clock)
        self.store.series.clear()
        self.store.dispatch(self._opened(estate))
        if self.history is not None:
            self._recorder = Recorder(self.runtime, self.store, self.history, self.clock, estate.name)
        self._connecting = self.runtime.submit(self._connect_all(estate, file, self._observation))

    async def _connect_all(self, estate: Estate, file: Path, observation: Observation) -> None:
        self._connectors = await self.runtime.in_thread(self._connect, estate, file.parent)
        observation.attach(self._connectors.values())

    def wait_connected(self, timeout_s: float = 10.0) -> None:
        """Wait until the connections are built (the command line, tests); never on the GUI thread."""
        if self._connecting is not None:
            self._connecting.result(timeout_s)

    def _opened(self, estate: Estate) -> EstateOpened:
        now_s = self.clock.now().timestamp()
        connections = {one.key: one.connector for one in estate.connections()}
        known = self.history.load(estate.name) if self.history is not None else LastKnown({}, {}, {})
        statuses = {}
        for key, kind in connections.items():
            old = known.connections.get(key)
            statuses[key] = ConnectionStatus(
                key,
                kind,
                ConnectionState.IDLE,
                now_s,
                last_ok_at_s=old.last_ok_at_s if old else None,
                detail=old.detail if old else "",
                from_history=old is not None,
            )
        objects = {key: table for key, table in known.objects.items() if key[0] in statuses}
        readings = {key: one for key, one in known.readings.items() if key in statuses}
        return EstateOpened(estate, statuses, objects, readings)

    def close_estate(self) -> None:
        """Stop reading, write the history and release the connections of the open estate."""
        if self._observation is not None:
            self._observation.close()
            self._observation = None
        if self._recorder is not None:
            self._recorder.close()
            self._recorder = None
        if self._connecting is not None:
            self._connecting.cancel()
            self._connecting = None
        self.forwards.close_all()
        for connector in self._connectors.values():
            self.runtime.run(connector.close(), timeout_s=5)
        self._connectors = {}
        self.open = None

    def look(self, *topics: str) -> Look:
        """Observe topics of every connection until the look is closed."""
        if self._observation is None:
            return Look(lambda: None)
        return self._observation.look(*topics)

    def reload(self) -> None:
        """Read everything that is looked at anew, at once."""
        if self._observation is not None:
            self._observation.refresh()

    @property
    def history_error(self) -> str:
        """Return why the local history is not being written, in one sentence; empty when it is."""
        return self._recorder.error if self._recorder is not None else self._history_trouble

    def cluster(self, key: str) -> ClusterReader:
        """Return the reader of a cluster; raise ``ConsoleError`` when the estate has no such cluster."""
        reader = self._connectors[key].cluster if key in self._connectors else None
        if reader is None:
            raise ConsoleError(t("The open estate has no cluster {key}.", key=repr(key)))
        return reader

    def metrics(self, key: str) -> MetricReader:
        """Return the reader of a metric server; raise ``ConsoleError`` when the estate has no such server."""
        reader = self._connectors[key].metrics if key in self._connectors else None
        if reader is None:
            raise ConsoleError(t("The open estate has no metric server {key}.", key=repr(key)))
        return reader

    async def check(self, key: str) -> str:
        """Reach one connection once, report its state to the store and return what it is; raise ``ConnectorError``."""
        connector = self._connectors[key]
        now_s = self.clock.now().timestamp()
        try:
            detail = await connector.check()
        except ConsoleError as error:
            kind = str(getattr(error, "kind", ""))
            failed = ConnectionStatus(
                key, connector.kind, ConnectionState.FAILED, now_s, None, error.message, error.hint, kind
            )
            self.store.dispatch(ConnectionChanged(failed))
            raise
        live = ConnectionStatus(key, connector.kind, ConnectionState.LIVE, now_s, now_s, detail=detail)
        self.store.dispatch(ConnectionChanged(live))
        return detail

    def close(self) -> None:
        """Close the estate, the history and the runtime."""
        self.close_estate()
        if self.history is not None:
            self.history.close()
        self.runtime.close()
