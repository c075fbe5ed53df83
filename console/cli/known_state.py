"""The state of the chosen estate for one command: read now, or the last known without a network."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.cli.invocation import LAB, lab_is_stopped
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.services.unanswered import unanswered
from console.store.state import State

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.services.session import Session

_STEP_S = 0.05


@dataclass(frozen=True, slots=True)
class KnownState:
    """``failed`` are the connections that could not be reached, or of which a topic that was asked for cannot be read.

    ``slow`` are those that did not answer in time. ``cached``: nobody was asked; it is all from the history.
    A lab that does not run counts as one connection that failed.
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

    Raises ``UserError`` when the estate cannot be loaded, ``ConnectorError`` when it is a lab that does not run and
    nothing is known of it; a connection that cannot be reached is told in the result.
    """
    with known_session(invocation, topics, wait_s=wait_s, cached=cached, connection=connection) as (_, known):
        return known


def _none(_state: State, _now_s: float) -> frozenset[str]:
    """Everything is read anew."""
    return frozenset()


@contextmanager
def known_session(
    invocation: "Invocation",
    topics: Iterable[str],
    *,
    wait_s: float,
    cached: bool,
    connection: str = "",
    fresh: Callable[[State, float], frozenset[str]] = _none,
) -> Iterator[tuple["Session", KnownState]]:
    """Yield the session and what ``read_state`` returns, for commands that go on with what they have read.

    ``fresh`` names the topics of which what the history holds is as good as what would be read now (unix seconds).
    """
    loaded = invocation.load_estate()
    wanted = frozenset(topics)
    is_stopped = not cached and invocation.is_lab_stopped()
    cached = cached or is_stopped
    with _session(invocation) as session:
        session.open_estate(loaded.estate, loaded.file)
        session.wait_connected()
        session.store.drain(wait_s)
        now_s = session.clock.now().timestamp()
        asked = wanted - fresh(session.store.state, now_s)
        slow = () if cached else _wait(session, asked, wait_s, connection)
        state, now_s = session.store.state, session.clock.now().timestamp()
        if is_stopped and not _is_known(state, wanted):
            raise lab_is_stopped()
        told = () if cached else state.connections.values()  # who was not asked cannot have failed
        failed = tuple(one for one in told if _is_failed(one, wanted))
        if is_stopped:
            failed = (_stopped(connection or LAB, now_s),)
        yield session, KnownState(state, now_s, failed, slow, cached)


def _stopped(key: str, now_s: float) -> ConnectionStatus:
    error = lab_is_stopped()
    return ConnectionStatus(key, LAB, ConnectionState.FAILED, now_s, None, error.message, error.hint, str(error.kind))


def _is_known(state: State, wanted: frozenset[str]) -> bool:
    """Return whether the history has anything of what is wanted."""
    return bool(state.readings) or any(topic in wanted for _, topic in state.objects)


def _is_failed(status: ConnectionStatus, wanted: frozenset[str]) -> bool:
    return status.state is ConnectionState.FAILED or not wanted.isdisjoint(status.unread)


def _wait(session: "Session", wanted: frozenset[str], wait_s: float, connection: str) -> tuple[str, ...]:
    """Look at the topics until every source has answered or failed; return the connections that did neither."""
    arrived = threading.Event()
    end_tap = session.store.tap(lambda _: arrived.set())
    look = session.look(*wanted, connection=connection)
    deadline_s = session.clock.monotonic() + wait_s
    try:
        while slow := unanswered(session.store.state, session.connectors, wanted, connection):
            if session.clock.monotonic() >= deadline_s:
                return slow
            arrived.wait(_STEP_S)
            arrived.clear()
            session.store.drain(wait_s)
        return ()
    finally:
        look.close()
        end_tap()
