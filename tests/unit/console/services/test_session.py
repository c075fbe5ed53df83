"""A session opens an estate on what was last known of it, records what it sees, and lets go of everything."""

# proves C5

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed, SeriesObserved, SignalsObserved
from console.domain.incident.connection_alert import connection_findings
from console.domain.resource import ResourceRef
from console.domain.route import Setting
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.estate.schema.estate import Estate
from console.kernel.asked_by_hand import times_asked
from console.kernel.errors import ConnectorError, ConsoleError, ErrorKind
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.ports.cluster import ClusterReader
from console.ports.connector import Connector
from console.ports.metric import MetricReader
from console.services.connector_close import close_connectors
from console.services.session import Session
from console.store.history.history import History
from tests.fakes.manual_clock import ManualClock
from tests.fakes.played_connector import PlayedConnector, PlayedSource
from tests.fakes.waiting import wait_until

KEY = SignalKey("rps", "tokyo")
ESTATE = Estate.model_validate(
    {"name": "shop", "clusters": [{"key": "main"}], "prometheus": [{"key": "prom", "url": "http://127.0.0.1:1"}]}
)
SETTING = Setting(ResourceRef("main", "ConfigMap", "ns", "quota"), (("rps", "200"),))
Build = Callable[[Mapping[str, Connector]], Session]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    sessions: list[Session] = []

    def new(connectors: Mapping[str, Connector]) -> Session:
        session = Session(
            runtime=Runtime(),
            clock=ManualClock(),
            paths=Paths.under(tmp_path),
            history=History(tmp_path / "history.sqlite"),
            connect=lambda _estate, _folder: connectors,
        )
        sessions.append(session)
        return session

    yield new
    for session in sessions:
        session.close()


def _seen(session: Session) -> PlayedSource:
    now_s = session.clock.now().timestamp()
    live = ConnectionStatus("main", "kubernetes", ConnectionState.LIVE, now_s, now_s, detail="v1.36")
    return PlayedSource(
        "main",
        "settings",
        (
            ConnectionChanged(live),
            ObjectsListed("main", "settings", (SETTING,), now_s),
            SignalsObserved("prom", {KEY: Reading(5.0, now_s)}, now_s),
            SeriesObserved(KEY, (now_s,), (5.0,)),
        ),
    )


def test_the_next_start_without_a_network_shows_the_last_known_data_and_its_age(build: Build, tmp_path: Path) -> None:
    connectors: dict[str, Connector] = {}
    first = build(connectors)
    connectors["main"] = PlayedConnector("main", "kubernetes", played=(_seen(first),))
    first.open_estate(ESTATE, tmp_path / "estate.yaml")
    first.wait_connected()
    first.look("settings")
    wait_until(lambda: first.store.drain() or first.store.state.readings)
    first.close()

    second = build({"main": PlayedConnector("main", "kubernetes"), "prom": PlayedConnector("prom", "prometheus")})
    second.open_estate(ESTATE, tmp_path / "estate.yaml")
    second.store.drain()
    state = second.store.state
    assert state.rows("main", "settings", Setting) == (SETTING,)
    table = state.table("main", "settings")
    assert table is not None
    assert table.from_history
    status = state.connections["main"]
    assert (status.state, status.from_history, status.detail) == (ConnectionState.IDLE, True, "v1.36")
    assert status.last_ok_at_s == first.clock.now().timestamp()
    reading = state.reading("prom", KEY)
    assert reading is not None
    assert reading.value == 5.0
    assert second.history is not None
    assert second.history.read("shop", KEY, 0, 4e9)[1] == [5.0]


def test_opening_another_estate_forgets_the_first_and_closes_its_connections(build: Build, tmp_path: Path) -> None:
    connectors: dict[str, Connector] = {}
    session = build(connectors)
    old = PlayedConnector("main", "kubernetes", played=(_seen(session),))
    connectors["main"] = old
    session.open_estate(ESTATE, tmp_path / "estate.yaml")
    session.wait_connected()
    session.look("settings")
    wait_until(lambda: session.store.drain() or session.store.state.readings)
    session.open_estate(ESTATE.model_copy(update={"name": "other"}), tmp_path / "other.yaml")
    session.store.drain()
    assert old.closed
    assert session.store.state.objects == {}
    assert session.store.series.keys() == ()


def test_checking_a_connection_tells_the_store_how_it_went(build: Build, tmp_path: Path) -> None:
    connector = PlayedConnector("main", "kubernetes", "scripted 1.0")
    session = build({"main": connector})
    session.open_estate(ESTATE, tmp_path / "estate.yaml")
    session.wait_connected()
    assert session.runtime.run(session.check("main")) == "scripted 1.0"
    session.store.drain()
    assert session.store.state.connections["main"].state is ConnectionState.LIVE
    connector.error = ConnectorError(ErrorKind.AUTH, "The token of main has expired.", "Log in again.")
    with pytest.raises(ConnectorError):
        session.runtime.run(session.check("main"))
    session.store.drain()
    assert session.store.state.connections["main"].error == "The token of main has expired."
    assert session.store.state.connections["main"].hint == "Log in again."
    assert not session.store.state.connections["main"].is_watched  # nobody reads it


def test_checking_a_connection_is_asking_by_hand_so_that_nothing_is_held_back(build: Build, tmp_path: Path) -> None:
    """Somebody dismissed the keyring's prompt, and presses "Check now": it shows again (C2)."""
    session = build({"main": PlayedConnector("main", "kubernetes", "scripted 1.0")})
    session.open_estate(ESTATE, tmp_path / "estate.yaml")
    session.wait_connected()
    before = times_asked()
    session.runtime.run(session.check("main"))
    assert times_asked() == before + 1


def test_a_look_before_the_estate_is_in_the_state_counts(build: Build, tmp_path: Path) -> None:
    down = ConnectorError(ErrorKind.UNREACHABLE, "prom does not answer.")
    source = PlayedSource("prom", "alerts", (down,))
    session = build(
        {"main": PlayedConnector("main", "kubernetes"), "prom": PlayedConnector("prom", "prometheus", played=(source,))}
    )
    session.open_estate(ESTATE, tmp_path / "estate.yaml")
    session.wait_connected()
    session.look("alerts")  # a command looks at once: nothing was drained yet
    assert not session.store.state.connections
    wait_until(lambda: session.store.drain() or session.store.state.connections["prom"].error)
    connections = session.store.state.connections
    assert (connections["prom"].is_watched, connections["main"].is_watched) == (True, False)
    assert [one.name for one in connection_findings(connections.values()).conditions] == ["PrometheusDown"]


def test_asking_for_a_reader_that_is_not_there_names_it(build: Build) -> None:
    session = build({})
    with pytest.raises(ConsoleError, match="'nowhere'"):
        session.required("nowhere", ClusterReader)
    with pytest.raises(ConsoleError, match="'nowhere'"):
        session.required("nowhere", MetricReader)


class _Hanging(PlayedConnector):
    """Its close never comes back."""

    async def close(self) -> None:
        await asyncio.Event().wait()


class _Failing(PlayedConnector):
    """Its close fails with something that nobody expects."""

    async def close(self) -> None:
        raise RuntimeError("the socket is gone")


def test_connections_that_hang_or_fail_when_they_are_closed_do_not_keep_the_program(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(close_connectors, "__defaults__", (0.2,))
    good = PlayedConnector("good", "kubernetes")
    session = build({"bad": _Failing("bad", "kubernetes"), "slow": _Hanging("slow", "prometheus"), "good": good})
    session.open_estate(ESTATE, tmp_path / "estate.yaml")
    session.wait_connected()
    session.close()
    assert good.closed
    assert "connection slow did not close within 0.2 s" in caplog.text
    assert "connection bad did not close cleanly" in caplog.text


def test_a_history_that_cannot_be_written_is_told_and_nothing_is_lost(build: Build, tmp_path: Path) -> None:
    connectors: dict[str, Connector] = {}
    session = build(connectors)
    connectors["main"] = PlayedConnector("main", "kubernetes", played=(_seen(session),))
    session.open_estate(ESTATE, tmp_path / "estate.yaml")
    session.wait_connected()
    assert session.history is not None
    with session.history._database.transaction() as sql:
        sql.execute("ALTER TABLE objects RENAME TO away")
    session.look("settings")
    wait_until(lambda: session.store.drain() or session.store.state.readings)
    assert session._recorder is not None
    session._recorder.flush()
    assert "cannot be used" in session.history_error
    with session.history._database.transaction() as sql:
        sql.execute("ALTER TABLE away RENAME TO objects")
    session._recorder.flush()
    assert session.history_error == ""
    assert session.history.load("shop").objects["main", "settings"].rows == {SETTING.ref: SETTING}


def test_a_connection_that_this_version_does_not_read_says_so(build: Build, tmp_path: Path) -> None:
    session = build({"main": PlayedConnector("main", "kubernetes"), "prom": PlayedConnector("prom", "prometheus")})
    estate = ESTATE.model_validate(
        ESTATE.model_dump(mode="json", exclude_unset=True)
        | {"alertmanagers": [{"key": "alerts", "url": "http://127.0.0.1:9093"}]}
    )
    session.open_estate(estate, tmp_path / "estate.yaml")
    session.wait_connected()
    session.store.drain()
    status = session.store.state.connections["alerts"]
    assert (status.state, status.detail) == (ConnectionState.IDLE, "this version does not read alertmanager yet")
