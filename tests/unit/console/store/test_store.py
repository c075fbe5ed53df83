"""The store coalesces snapshots, loses no delta, keeps its budget, and tells listeners once."""

import threading
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import (
    ConnectionChanged,
    ConnectionWatched,
    ObjectsChanged,
    ObjectsListed,
    SeriesObserved,
    SignalsObserved,
)
from console.domain.resource import ResourceRef
from console.domain.route import Setting
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.store.change_summary import ChangeSummary
from console.store.slices.estate import EstateOpened
from console.store.state import State
from console.store.store import Store


def _setting(name: str, value: str = "") -> Setting:
    return Setting(ResourceRef("lab", "ConfigMap", "ns", name), (("value", value),))


def _status(state: ConnectionState, at_s: float, ok_s: float | None = None) -> ConnectionChanged:
    return ConnectionChanged(ConnectionStatus("lab", "kubernetes", state, at_s, ok_s))


def test_a_newer_snapshot_replaces_the_queued_one() -> None:
    store = Store()
    for value in range(100):
        key = SignalKey("rps", "tokyo")
        store.dispatch(SignalsObserved("prom", {key: Reading(float(value), float(value))}, float(value)))
    assert store.pending == 1
    store.drain()
    reading = store.state.reading("prom", SignalKey("rps", "tokyo"))
    assert reading is not None
    assert reading.value == 99


def test_listeners_hear_once_per_drain_and_a_broken_one_stops_nobody() -> None:
    store, heard = Store(), list[ChangeSummary]()

    def broken(_state: State, _summary: ChangeSummary) -> None:
        raise RuntimeError("a page is broken")

    store.subscribe(broken)
    end = store.subscribe(lambda _state, summary: heard.append(summary))
    store.dispatch(ObjectsListed("lab", "settings", (_setting("a"),), 1.0))
    store.dispatch(ObjectsChanged("lab", "settings", (_setting("b"),), (), 2.0))
    store.drain()
    assert [one.ids for one in heard] == [{"objects": frozenset({("lab", "settings")})}]
    end()
    store.dispatch(ObjectsListed("lab", "settings", (), 3.0))
    store.drain()
    assert len(heard) == 1


def test_a_spent_budget_leaves_the_rest_for_the_next_frame() -> None:
    store = Store()
    for number in range(50):
        store.dispatch(ObjectsChanged("lab", "settings", (_setting(f"s{number}"),), (), 1.0))
    assert store.drain(budget_s=0.0)
    assert store.pending == 49
    while store.drain():
        pass
    assert len(store.state.rows("lab", "settings", Setting)) == 50


def test_the_first_page_of_a_long_list_adds_and_the_whole_list_replaces() -> None:
    store = Store()
    store.dispatch(ObjectsListed("lab", "settings", (_setting("old"),), 1.0))
    store.dispatch(ObjectsListed("lab", "settings", (_setting("new"),), 2.0, complete=False))
    store.drain()
    assert {row.ref.name for row in store.state.rows("lab", "settings", Setting)} == {"old", "new"}
    store.dispatch(ObjectsListed("lab", "settings", (_setting("new"),), 3.0))
    store.drain()
    assert {row.ref.name for row in store.state.rows("lab", "settings", Setting)} == {"new"}


def test_rows_that_are_listed_again_as_they_were_are_kept_once() -> None:
    """Pages that are out of sight hold older states: ten thousand pods would be held once for each list."""
    store = Store()
    store.dispatch(ObjectsListed("lab", "settings", (_setting("same"), _setting("gone")), 1.0))
    store.drain()
    first = {row.ref.name: row for row in store.state.rows("lab", "settings", Setting)}
    store.dispatch(ObjectsListed("lab", "settings", (_setting("same"), _setting("new")), 2.0))
    store.drain()
    again = {row.ref.name: row for row in store.state.rows("lab", "settings", Setting)}
    assert again.keys() == {"same", "new"}
    assert again["same"] is first["same"]


def test_every_round_of_signals_is_remembered_as_the_last_data_of_its_connection() -> None:
    store = Store(State(connections={"prom": ConnectionStatus("prom", "prometheus", ConnectionState.LIVE, 10.0, 10.0)}))
    store.dispatch(SignalsObserved("prom", {}, 95.0))
    store.drain()
    assert store.state.connections["prom"].last_ok_at_s == 95.0
    store.dispatch(ConnectionChanged(ConnectionStatus("prom", "prometheus", ConnectionState.FAILED, 100.0, 10.0)))
    store.drain()
    assert store.state.connections["prom"].last_ok_at_s == 95.0  # it failed 5 s after the last data, not 90 s


def test_a_failed_connection_remembers_when_it_was_last_well_and_since_when_it_fails() -> None:
    store = Store()
    for event in (
        _status(ConnectionState.LIVE, 10.0, 10.0),
        _status(ConnectionState.FAILED, 20.0),
        _status(ConnectionState.FAILED, 30.0),
    ):
        store.dispatch(event)
        store.drain()
    status = store.state.connections["lab"]
    assert (status.since_s, status.last_ok_at_s) == (20.0, 10.0)


def test_a_check_of_a_connection_that_nobody_reads_does_not_make_it_one_in_use() -> None:
    idle = ConnectionStatus("prom", "prometheus", ConnectionState.IDLE, 1.0, is_watched=False)
    store = Store(State(connections={"prom": idle}))
    store.dispatch(ConnectionChanged(ConnectionStatus("prom", "prometheus", ConnectionState.LIVE, 10.0, 10.0)))
    store.drain()
    assert store.state.connections["prom"].state is ConnectionState.LIVE
    assert not store.state.connections["prom"].is_watched


def test_a_look_at_an_estate_opened_anew_is_not_taken_for_one_at_the_estate_before() -> None:
    idle = ConnectionStatus("prom", "prometheus", ConnectionState.IDLE, 1.0, is_watched=False)
    store = Store()
    for event in (
        ConnectionWatched("prom", is_watched=True),
        EstateOpened(None, {"prom": idle}),
        ConnectionWatched("prom", is_watched=True),
    ):
        store.dispatch(event)
    store.drain()
    assert store.state.connections["prom"].is_watched


@dataclass(frozen=True)
class _Step:
    listed: bool
    names: tuple[str, ...]
    gone: tuple[str, ...]


_NAMES = st.sampled_from("abcdef")
_STEPS = st.lists(
    st.builds(_Step, st.booleans(), st.tuples(_NAMES, _NAMES), st.lists(_NAMES, max_size=2).map(tuple)), max_size=30
)


@given(_STEPS)
def test_deltas_and_lists_give_what_a_plain_dictionary_gives(steps: list[_Step]) -> None:
    store, expected = Store(), dict[str, str]()
    for number, step in enumerate(steps):
        rows = tuple(_setting(name, str(number)) for name in step.names)
        if step.listed:
            expected = dict.fromkeys(step.names, str(number))
            store.dispatch(ObjectsListed("lab", "settings", rows, float(number)))
        else:
            for name in step.gone:
                expected.pop(name, None)
            expected.update(dict.fromkeys(step.names, str(number)))
            gone = tuple(ResourceRef("lab", "ConfigMap", "ns", name) for name in step.gone)
            store.dispatch(ObjectsChanged("lab", "settings", rows, gone, float(number)))
    while store.drain():
        pass
    found = {row.ref.name: dict(row.entries)["value"] for row in store.state.rows("lab", "settings", Setting)}
    assert found == expected


def test_events_of_many_threads_all_arrive() -> None:
    store = Store()

    def send(thread: int) -> None:
        for number in range(500):
            store.dispatch(ObjectsChanged("lab", "settings", (_setting(f"{thread}-{number}"),), (), 1.0))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads) or store.pending:
        store.drain()
    assert len(store.state.rows("lab", "settings", Setting)) == 2000


def test_series_go_beside_the_state() -> None:
    store, key = Store(), SignalKey("rps", "tokyo")
    store.dispatch(SeriesObserved(key, (1.0, 2.0), (10.0, 20.0)))
    assert store.pending == 0
    assert [list(part) for part in store.series.read(key)] == [[1.0, 2.0], [10.0, 20.0]]
