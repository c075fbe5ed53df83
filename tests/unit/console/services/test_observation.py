"""Sources run only while somebody looks, and one that fails says so without silencing the others."""

import pytest

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.services import observation as module
from console.services.observation import Observation
from console.store.store import Store
from tests.fakes.played_connector import PlayedConnector, PlayedSource
from tests.fakes.waiting import wait_until


def _listed(topic: str) -> ObjectsListed:
    return ObjectsListed("lab", topic, (), 1.0)


def test_a_source_starts_with_the_first_look_and_stops_after_the_last(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LINGER_S", 0.05)
    pods = PlayedSource("lab", "pods", (_listed("pods"),))
    nodes = PlayedSource("lab", "nodes", (_listed("nodes"),))
    store = Store()
    observation = Observation(runtime, store, SystemClock())
    first = observation.look("pods")  # looking before the connection is there is fine
    observation.attach([PlayedConnector("lab", "kubernetes", played=(pods, nodes))])
    second = observation.look("pods")
    wait_until(lambda: store.pending == 2 and pods.running == 1)
    assert nodes.looked == 0
    first.close()
    first.close()  # closing twice counts once
    second.close()
    wait_until(lambda: pods.running == 0)
    assert pods.looked == 1
    observation.close()


def test_a_connection_is_told_when_the_last_look_at_it_ends_and_when_the_next_one_begins(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LINGER_S", 0.05)
    live = ConnectionStatus("lab", "kubernetes", ConnectionState.LIVE, 1.0, 1.0)
    pods = PlayedSource("lab", "pods", (ConnectionChanged(live), _listed("pods")))
    store = Store()
    observation = Observation(runtime, store, SystemClock())
    observation.attach([PlayedConnector("lab", "kubernetes", played=(pods, PlayedSource("lab", "nodes")))])
    both, one = observation.look("pods", "nodes"), observation.look("nodes")
    wait_until(lambda: (store.drain(), "lab" in store.state.connections)[1])
    both.close()
    wait_until(lambda: pods.running == 0)
    store.drain()
    assert store.state.connections["lab"].is_watched, "its nodes are still looked at"
    one.close()
    wait_until(lambda: (store.drain(), not store.state.connections["lab"].is_watched)[1])
    assert store.state.connections["lab"].state is ConnectionState.LIVE
    again = observation.look("nodes")
    wait_until(lambda: (store.drain(), store.state.connections["lab"].is_watched)[1])
    again.close()
    observation.close()


def test_what_was_left_before_the_end_is_not_told_to_those_who_read_the_same_connection_after_it(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LINGER_S", 0.05)
    live = ConnectionStatus("lab", "kubernetes", ConnectionState.LIVE, 1.0, 1.0)
    store = Store()
    old, new = (Observation(runtime, store, SystemClock()) for _ in range(2))
    for one in (old, new):
        played = PlayedSource("lab", "pods", (ConnectionChanged(live),))
        one.attach([PlayedConnector("lab", "kubernetes", played=(played,))])
    old.look("pods").close()
    old.close()  # another estate with the same connection is opened before the linger is over
    look = new.look("pods")
    wait_until(lambda: (store.drain(), "lab" in store.state.connections)[1])
    over: list[bool] = []
    runtime.loop.call_soon_threadsafe(runtime.loop.call_later, 0.1, over.append, True)
    wait_until(lambda: bool(over))
    store.drain()
    assert store.state.connections["lab"].is_watched
    look.close()
    new.close()


def test_going_back_to_a_page_at_once_does_not_start_again(runtime: Runtime) -> None:
    pods = PlayedSource("lab", "pods")
    observation = Observation(runtime, Store(), SystemClock())
    observation.attach([PlayedConnector("lab", "kubernetes", played=(pods,))])
    observation.look("pods").close()
    look = observation.look("pods")
    wait_until(lambda: pods.running == 1)
    assert pods.looked == 1
    observation.refresh()
    wait_until(lambda: pods.looked == 2 and pods.running == 1)
    look.close()
    observation.close()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ConnectorError(ErrorKind.FORBIDDEN, "No rights in cell-tokyo.", "Ask for view."), "No rights in cell-tokyo."),
        (KeyError("bug"), "Reading pods stopped by a fault in Cell Console (KeyError)."),
    ],
)
def test_a_failing_source_tells_its_connection_and_the_others_go_on(
    runtime: Runtime, caplog: pytest.LogCaptureFixture, fault: Exception, said: str
) -> None:
    store = Store()
    nodes = PlayedSource("lab", "nodes", (_listed("nodes"),))
    observation = Observation(runtime, store, SystemClock())
    observation.attach([PlayedConnector("lab", "kubernetes", played=(PlayedSource("lab", "pods", (fault,)), nodes))])
    observation.look("pods", "nodes")
    wait_until(lambda: store.pending == 3)  # that it is watched, why one failed, what the other listed
    store.drain()
    assert store.state.connections["lab"].state is ConnectionState.FAILED
    assert store.state.connections["lab"].error == said
    assert store.state.table("lab", "nodes") is not None
    assert nodes.running == 1
    observation.close()
