"""The state of the chosen estate for one command: read now, or the last known without a network."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.connection import ConnectionState, ConnectionStatus
from console.store.state import State

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.ports.connector import Connector
    from console.services.session import Session

_STEP_S = 0.05


@dataclass(frozen=True, slots=True)
class KnownState:
    """``failed`` are the connections that could not be reached, or of which a topic that was asked for cannot be read.

    ``slow`` are those that did not answer in time. ``cached``: nobody was asked; it is all from the history.
    """

    state: State
    now_s: float
    failed: tuple[ConnectionStatus, ...]
    slow: tuple[str, ...]
    cached: bool = False


@contextmanager
def _session(invocation: "Invocation") -> Iterator["Session"]:
    from console.bootstrap import build_session  # noqa: PLC0415 - heavy: store, connectors

    session = build_session(invocation.profile())
    try:
        yield session
    finally:
        session.close()


def read_state(
    invocation: "Invocation", topics: Iterable[str], *, wait_s: float, cached: bool, connection: str = ""
) -> KnownState:
    """Return what is known of some topics: read anew within ``wait_s`` seconds, or with ``cached`` from the history.

    ``connection`` reads of one connection only.

    Raises ``UserError`` when the estate cannot be loaded; a connection that cannot be reached is told in the result.
    """
    loaded = invocation.load_estate()
    wanted = frozenset(topics)
    with _session(invocation) as session:
        session.open_estate(loaded.estate, loaded.file)
        session.wait_connected()
        session.store.drain(wait_s)
        slow = () if cached else _wait(session, wanted, wait_s, connection)
        state = session.store.state
        told = () if cached else state.connections.values()  # who was not asked cannot have failed
        failed = tuple(one for one in told if _is_failed(one, wanted))
        return KnownState(state, session.clock.now().timestamp(), failed, slow, cached)


def _is_failed(status: ConnectionStatus, wanted: frozenset[str]) -> bool:
    return status.state is ConnectionState.FAILED or not wanted.isdisjoint(status.unread)


def _wait(session: "Session", wanted: frozenset[str], wait_s: float, connection: str) -> tuple[str, ...]:
    """Look at the topics until every source has answered or failed; return the connections that did neither."""
    arrived = threading.Event()
    end_tap = session.store.tap(lambda _: arrived.set())
    look = session.look(*wanted, connection=connection)
    deadline_s = session.clock.monotonic() + wait_s
    try:
        while slow := _unanswered(session, wanted, connection):
            if session.clock.monotonic() >= deadline_s:
                return slow
            arrived.wait(_STEP_S)
            arrived.clear()
            session.store.drain(wait_s)
        return ()
    finally:
        look.close()
        end_tap()


def _unanswered(session: "Session", wanted: frozenset[str], connection: str) -> tuple[str, ...]:
    state = session.store.state
    return tuple(
        key
        for key, connector in session.connectors.items()
        if (not connection or key == connection)
        and not _has_failed(state, key)
        and any(not _is_settled(state, key, topic) for topic in _topics(connector, wanted))
    )


def _topics(connector: "Connector", wanted: frozenset[str]) -> frozenset[str]:
    return wanted & {source.topic for source in connector.sources()}


def _has_failed(state: State, key: str) -> bool:
    status = state.connections.get(key)
    return status is not None and status.state is ConnectionState.FAILED


def _is_settled(state: State, key: str, topic: str) -> bool:
    if topic == "signals":
        readings = state.readings.get(key)
        return readings is not None and not readings.from_history
    status = state.connections.get(key)
    if status is not None and topic in status.unread:
        return True  # it was asked for and refused, e.g. for want of a right; waiting longer brings nothing
    table = state.table(key, topic)
    return table is not None and table.complete and not table.from_history
