"""The source: what it yields, how often, and what an outage looks like from outside."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.prometheus.signal_plan import SignalPlan
from connectors.prometheus.signal_source import SignalSource
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, Event, SeriesObserved, SignalsObserved
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.domain.signal_key import SignalKey
from console.kernel.runtime import Runtime
from tests.fakes.contract_series import contract_series
from tests.fakes.fault_server import Asked, FaultServer, answering
from tests.fakes.manual_clock import ManualClock
from tests.fakes.prometheus_connection import Connect, estate_of
from tests.fakes.real_prometheus import RealPrometheus, real_prometheus
from tests.fakes.remote_write import write

POLL_S = 5.0
EMPTY = {"status": "success", "data": {"resultType": "vector", "result": []}}


class _EnoughError(Exception):
    """Ends a source after some rounds."""


class Naps:
    """Stands in for sleeping: notes each wait, moves the clock and runs what the test does between rounds."""

    def __init__(self, clock: ManualClock, rounds: int, between: dict[int, Callable[[], None]] | None = None) -> None:
        self._clock = clock
        self._rounds = rounds
        self._between = between or {}
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._clock.advance(seconds)
        if len(self.waits) in self._between:
            self._between[len(self.waits)]()
        if len(self.waits) >= self._rounds:
            raise _EnoughError


def _watch(
    runtime: Runtime,
    connect: Connect,
    url: str,
    rounds: int,
    between: dict[int, Callable[[], None]] | None = None,
) -> tuple[list[Event], list[float]]:
    """Return everything that a source yields in some rounds, and the waits between them."""
    estate = estate_of(url, "tokyo", "osaka")
    clock = ManualClock()
    naps = Naps(clock, rounds, between)
    connector = connect(url, estate=estate)
    plan = SignalPlan.of(estate.prometheus[0], estate)
    source = SignalSource("prom", plan, lambda: connector.metrics, connector._version, clock, POLL_S, naps)
    events: list[Event] = []

    async def collect() -> None:
        try:
            async for event in source.observe():
                events.append(event)
        except _EnoughError:
            pass

    runtime.run(collect(), 60)
    return events, naps.waits


def _states(events: list[Event]) -> list[ConnectionState]:
    return [event.status.state for event in events if isinstance(event, ConnectionChanged)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealPrometheus]:
    """A real Prometheus with the contract's series up to now."""
    with real_prometheus(tmp_path) as server:
        write(server.url, contract_series(time.time()))
        yield server


def test_the_connector_offers_signals_and_what_the_server_watches_itself(connect: Connect) -> None:
    url = "http://127.0.0.1:1"
    sources = connect(url, estate=estate_of(url, "tokyo")).sources()
    assert {(source.connection, source.topic) for source in sources} >= {
        ("prom", "signals"),
        ("prom", "rules"),
        ("prom", "alerts"),
        ("prom", "targets"),
        ("prom", "loads"),
        ("prom", "cost-days"),
        ("prom", "energy"),
    }


def test_first_round_gives_state_readings_then_the_last_hour_then_points(
    runtime: Runtime, connect: Connect, server: RealPrometheus
) -> None:
    # proves L1.1 (trend of the lead metrics), issue 2 deliverable 5
    events, waits = _watch(runtime, connect, server.url, 2)
    assert _states(events) == [ConnectionState.CONNECTING, ConnectionState.LIVE]
    live = events[1]
    assert isinstance(live, ConnectionChanged)
    assert live.status.detail.startswith("Prometheus 2.")
    assert live.status.last_ok_at_s is not None
    rounds = [event for event in events if isinstance(event, SignalsObserved)]
    assert len(rounds) == len(waits) == 2
    assert rounds[0].readings[SignalKey("rps", "tokyo", "web")].value == pytest.approx(12.0)
    assert rounds[0].coalesce_key == "signals/prom"
    rps = [
        event for event in events if isinstance(event, SeriesObserved) and event.key == SignalKey("rps", "tokyo", "web")
    ]
    history, *appended = rps
    assert 55 <= len(history.times) <= 61
    assert {round(later - earlier) for earlier, later in zip(history.times, history.times[1:], strict=False)} == {60}
    assert history.values == pytest.approx([12.0] * len(history.values))
    assert appended
    assert all(len(event.times) == 1 for event in appended)
    times = [at_s for event in rps for at_s in event.times]
    assert times == sorted(set(times))


def test_only_lead_signals_get_points_over_time(runtime: Runtime, connect: Connect, server: RealPrometheus) -> None:
    events, _ = _watch(runtime, connect, server.url, 1)
    with_points = {event.key.signal for event in events if isinstance(event, SeriesObserved)}
    assert with_points >= {"ttfb", "tti", "latency_p95", "rps", "tokens_per_s", "lead_time", "delivery_success"}
    assert all(SIGNALS_BY_KEY[signal].lead for signal in with_points)


def test_an_outage_is_told_once_recovers_by_itself_and_waits_longer_each_time(
    runtime: Runtime, connect: Connect, server: RealPrometheus
) -> None:
    # proves "unplugging Prometheus shows stale state and recovers" (source side)
    between = {2: server.stop, 6: server.start}
    events, waits = _watch(runtime, connect, server.url, 8, between)
    assert _states(events) == [
        ConnectionState.CONNECTING,
        ConnectionState.LIVE,
        ConnectionState.FAILED,
        ConnectionState.LIVE,
    ]
    failed = next(
        event.status
        for event in events
        if isinstance(event, ConnectionChanged) and event.status.state is ConnectionState.FAILED
    )
    assert (failed.error_kind, "refused the connection" in failed.error, bool(failed.hint)) == (
        "unreachable",
        True,
        True,
    )
    assert failed.last_ok_at_s is not None
    assert failed.last_ok_at_s < failed.since_s
    assert sum(isinstance(event, SignalsObserved) for event in events) == 4
    outage = waits[2:6]
    assert outage[0] == pytest.approx(1.0, rel=0.21)
    assert outage[3] == pytest.approx(8.0, rel=0.21)
    assert outage[0] < outage[1] < outage[2] < outage[3]
    assert waits[7] == pytest.approx(POLL_S, abs=0.01)


def test_what_fails_first_is_a_failure_too(runtime: Runtime, connect: Connect) -> None:
    events, _ = _watch(runtime, connect, "http://127.0.0.1:1", 4)
    assert _states(events) == [ConnectionState.CONNECTING, ConnectionState.FAILED]
    assert len(events) == 2


def test_another_kind_of_failure_is_news_and_retry_after_is_obeyed(runtime: Runtime, connect: Connect) -> None:
    with FaultServer(runtime, answering(503, b"busy", kind="text/plain")) as server:

        def throttle() -> None:
            server.behaviour = answering(429, b"{}", "retry-after: 90")

        events, waits = _watch(runtime, connect, server.url, 4, {2: throttle})
    kinds = [event.status.error_kind for event in events if isinstance(event, ConnectionChanged)]
    assert kinds == ["", "unreachable", "throttled"]
    assert waits[2:] == pytest.approx([90.0, 90.0], abs=5.0)


def test_a_signal_that_fails_alone_shows_beside_live_data_and_goes_away(runtime: Runtime, connect: Connect) -> None:
    refusal = {"status": "error", "errorType": "execution", "error": "no such function"}
    broken = {"on": True}

    async def partly(asked: Asked, writer) -> None:  # type: ignore[no-untyped-def]
        is_bad = broken["on"] and b"web_vitals_ttfb" in asked.body
        one = {"status": "success", "data": {"resultType": "scalar", "result": [1_700_000_000, "1"]}}
        good = one if b"vector%281%29" in asked.body else EMPTY
        await answering(*((422, refusal) if is_bad else (200, good)))(asked, writer)

    with FaultServer(runtime, partly) as server:
        events, _ = _watch(runtime, connect, server.url, 5, {3: lambda: broken.update(on=False)})
    statuses = [event.status for event in events if isinstance(event, ConnectionChanged)]
    assert [(status.state, bool(status.error)) for status in statuses] == [
        (ConnectionState.CONNECTING, False),
        (ConnectionState.LIVE, True),
        (ConnectionState.LIVE, False),
    ]
    assert "1 signal cannot be read; ttfb:" in statuses[1].error
    assert "no such function" in statuses[1].error
    assert sum(isinstance(event, SignalsObserved) for event in events) == 5


def test_warnings_of_the_server_are_shown_with_the_connection(runtime: Runtime, connect: Connect) -> None:
    warned = {**EMPTY, "warnings": ["store gateway 3 is away"]}
    with FaultServer(runtime, answering(200, warned)) as server:
        events, _ = _watch(runtime, connect, server.url, 3)
    statuses = [event.status for event in events if isinstance(event, ConnectionChanged)]
    assert [status.state for status in statuses] == [ConnectionState.CONNECTING, ConnectionState.LIVE]
    assert statuses[1].hint == "The server warns: store gateway 3 is away"


def test_a_server_that_does_not_tell_its_version_is_live_all_the_same(runtime: Runtime, connect: Connect) -> None:
    async def no_build(asked: Asked, writer) -> None:  # type: ignore[no-untyped-def]
        await answering(*((404, b"") if "buildinfo" in asked.target else (200, EMPTY)))(asked, writer)

    with FaultServer(runtime, no_build) as server:
        events, _ = _watch(runtime, connect, server.url, 1)
    assert events[1].status.detail == "Prometheus-compatible server"  # type: ignore[attr-defined]
