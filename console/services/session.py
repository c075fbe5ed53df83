"""The session: one running program with its open estate; what the window and the command line act through."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.services.change_desk import ChangeDesk
from console.services.last_sight import LastSight, estate_mark
from console.services.look import Look
from console.services.port_forwards import PortForwards
from console.services.trail_desk import TrailDesk
from console.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.paths import Paths
    from console.kernel.runtime import Runtime
    from console.ports.connector import Connector, Port
    from console.ports.outside import Outside
    from console.services.lab_desk import LabDesk
    from console.services.observation import Observation
    from console.services.recorder import Recorder
    from console.services.trail_book import TrailBook
    from console.store.history.history import History, LastKnown
    from console.store.slices.estate import EstateOpened
    from console.store.state import Readings

Connect: TypeAlias = "Callable[[Estate, Path], Mapping[str, Connector]]"


def _nothing() -> None: ...


class OpenEstate(NamedTuple):
    """The estate that is open and the file it came from."""

    estate: Estate
    file: Path


class Session:
    """Owns the store, the runtime, the history and the connections of the open estate. Owner thread only.

    ``history`` may be a function that opens it: it is called when the history is first wanted, after the first paint.
    ``trail`` builds the book of the trail; without it the trail is written and not signed. ``outside`` gives runbooks
    secrets and addresses; without it they cannot run.
    """

    def __init__(
        self,
        *,
        runtime: Runtime,
        clock: Clock,
        paths: Paths,
        history: History | Callable[[], History] | None,
        connect: Connect,
        trail: Callable[[], TrailBook] | None = None,
        outside: Callable[[Path], Outside] | None = None,
    ) -> None:
        self.runtime, self.clock, self.paths = runtime, clock, paths
        self.store = Store()
        self._history = history
        self.open: OpenEstate | None = None
        self.lab: LabDesk | None = None
        self.forwards = PortForwards(runtime)
        self.read_only = False
        self.trail = TrailDesk(runtime, clock, self.store, trail or self._unsigned_trail)
        self.changes = ChangeDesk(
            runtime,
            clock,
            self.store,
            paths.state / "journal",
            self.offered,
            lambda: self.read_only,
            lambda: self._connecting,
            self.trail,
            self.offered,
            self.look,
            outside,
            paths,
        )
        self._end_trail: Callable[[], None] = _nothing
        self._connect = connect
        self._history_trouble = ""
        self._connectors: Mapping[str, Connector] = {}
        self._connecting: Future[None] | None = None
        self._observation: Observation | None = None
        self._recorder: Recorder | None = None
        self.sight = LastSight(paths.state / "last-view.json")
        self._mark = ""

    @property
    def history(self) -> History | None:
        """Return the local history, opened on first use; ``None`` when it cannot be used (``history_error``)."""
        if callable(self._history):
            try:
                self._history = self._history()
            except ConsoleError as error:
                self._history, self._history_trouble = None, str(error)
        return self._history

    def _unsigned_trail(self) -> TrailBook:
        from console.services.trail_book import TrailBook  # noqa: PLC0415 - not before the first paint

        return TrailBook(self.paths)

    @property
    def connectors(self) -> Mapping[str, Connector]:
        """Return the connectors of the open estate by connection key."""
        return self._connectors

    def open_estate(self, estate: Estate, file: Path) -> None:
        """Open ``estate`` on what the local history knows of it; connections are built behind, off this thread."""
        from console.services.observation import Observation  # noqa: PLC0415 - not before the first paint
        from console.services.recorder import Recorder  # noqa: PLC0415

        self.close_estate()
        self.open, self._mark = OpenEstate(estate, file), estate_mark(file)
        self.changes.open(estate, file.parent)
        self._observation = Observation(self.runtime, self.store, self.clock)
        self.store.series.clear()
        known = self._opened(estate)
        self.store.dispatch(known)
        if self.history is not None:
            self._recorder = Recorder(
                self.runtime, self.store, self.history, self.clock, estate.name, self._keep_last_view
            )
            self._recorder.error, self._history_trouble = self._history_trouble, ""
            self.runtime.submit(self._recall(self.history, self.open, known.readings.values()))
        self._connecting = self.runtime.submit(self._connect_all(estate, file, self._observation))

    async def _recall(self, history: History, opened: OpenEstate, readings: Iterable[Readings]) -> None:
        from console.services.series_recall import recall_series  # noqa: PLC0415 - not before the first paint

        def is_wanted() -> bool:
            return self.open is opened

        await self.runtime.in_thread(
            recall_series, history, self.store.series, opened.estate.name, tuple(readings), is_wanted
        )

    async def _connect_all(self, estate: Estate, file: Path, observation: Observation) -> None:
        self._connectors = await self.runtime.in_thread(self._connect, estate, file.parent)
        self._end_trail = self.trail.follow(estate.name)
        observation.attach(self._connectors.values())
        self._tell_unread(estate)

    def _tell_unread(self, estate: Estate) -> None:
        """Say of connections that this version has no connector for why they stay out of use."""
        from console.domain.connection import ConnectionStatus  # noqa: PLC0415
        from console.domain.connection_state import ConnectionState  # noqa: PLC0415
        from console.domain.event import ConnectionChanged  # noqa: PLC0415

        now_s = self.clock.now().timestamp()
        for one in estate.connections():
            if one.key not in self._connectors:
                why = t("this version does not read {kind} yet", kind=one.connector)
                idle = ConnectionStatus(one.key, one.connector, ConnectionState.IDLE, now_s, detail=why)
                self.store.dispatch(ConnectionChanged(idle))

    def wait_connected(self, timeout_s: float = 60.0) -> None:
        """Wait until the connections are built (the command line, tests); never on the GUI thread."""
        if self._connecting is not None:
            self._connecting.result(timeout_s)

    def _opened(self, estate: Estate) -> EstateOpened:
        from console.domain.connection import ConnectionStatus  # noqa: PLC0415
        from console.domain.connection_state import ConnectionState  # noqa: PLC0415
        from console.store.history.history import LastKnown  # noqa: PLC0415
        from console.store.slices.estate import EstateOpened  # noqa: PLC0415

        now_s = self.clock.now().timestamp()
        connections = {one.key: one.connector for one in estate.connections()}
        known = self._last_known(estate.name) or LastKnown({}, {}, {})
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
                is_watched=False,  # until something of it is read
            )
        objects = {key: table for key, table in known.objects.items() if key[0] in statuses}
        readings = {key: one for key, one in known.readings.items() if key in statuses}
        return EstateOpened(estate, statuses, objects, readings)

    def _last_known(self, estate: str) -> LastKnown | None:
        """Return what the history holds; ``None``, and why in ``history_error``, when it cannot be used now."""
        try:
            return self.history.load(estate) if self.history is not None else None
        except ConsoleError as error:
            self._history_trouble = str(error)
            return None

    def _keep_last_view(self) -> None:
        """Keep the Overview for the next start. Any thread."""
        opened, state = self.open, self.store.state
        if opened is None or not self._mark or state.estate is not opened.estate:
            return
        from console.presenters.overview_view import overview_view  # noqa: PLC0415 - not before the first paint

        view = overview_view(state)
        if view is not None:
            self.sight.keep(opened.file, self._mark, view)

    def close_estate(self) -> None:
        """Stop reading, write the history and release the connections of the open estate."""
        if self._history is not None:
            with suppress(ConsoleError):  # the disk refuses; the next start opens without it
                self._keep_last_view()
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
        self.changes.close()
        self._end_trail()
        self._end_trail = _nothing
        if self._connectors:
            from console.services.connector_close import close_connectors  # noqa: PLC0415 - not before the first paint

            self.runtime.run(close_connectors(self._connectors))
        self._connectors = {}
        self.open = None

    def look(self, *topics: str, connection: str = "") -> Look:
        """Observe topics of one connection, or of every one, until the look is closed."""
        if self._observation is None:
            return Look(lambda: None)
        return self._observation.look(*topics, connection=connection)

    def reload(self, connection: str = "") -> None:
        """Read what is looked at of one connection, or of every one, anew at once."""
        if self._observation is not None:
            self._observation.refresh(connection)

    @property
    def history_error(self) -> str:
        """Return why the local history is not being written, in one sentence; empty when it is."""
        return self._recorder.error if self._recorder is not None else self._history_trouble

    def offered(self, key: str, port: type[Port]) -> Port | None:
        """Return what a connection offers of a port; ``None`` when there is no such connection or it offers none."""
        return self._connectors[key].offers(port) if key in self._connectors else None

    def required(self, key: str, port: type[Port]) -> Port:
        """Return what a connection offers of a port; raise ``ConsoleError`` when the open estate has none such."""
        found = self.offered(key, port)
        if found is None:
            raise ConsoleError(t("The open estate has no connection {key} that can do this.", key=repr(key)))
        return found

    async def check(self, key: str) -> str:
        """Reach one connection once, report its state to the store and return what it is; raise ``ConnectorError``."""
        from console.domain.connection import ConnectionStatus  # noqa: PLC0415
        from console.domain.connection_state import ConnectionState  # noqa: PLC0415
        from console.domain.event import ConnectionChanged  # noqa: PLC0415
        from console.kernel.asked_by_hand import ask_by_hand  # noqa: PLC0415

        ask_by_hand()
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
        self.trail.close()
        if self._history is not None and not callable(self._history):
            self._history.close()
        self.runtime.close()
