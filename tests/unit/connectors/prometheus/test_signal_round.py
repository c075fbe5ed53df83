"""All signals of the catalogue against a real Prometheus whose every value is known."""

import time
from collections.abc import Iterator
from dataclasses import astuple

import pytest

from connectors.prometheus.signal_plan import SignalPlan
from connectors.prometheus.signal_round import AT_ONCE, Round, run_round
from console.domain.signal_catalogue import SIGNALS
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.contract_series import EXPECTED, contract_series, series_a_week_ago, series_hours_ago
from tests.fakes.fault_server import Asked, FaultServer, answering
from tests.fakes.prometheus_connection import Connect, estate_of
from tests.fakes.real_prometheus import RealPrometheus, real_prometheus
from tests.fakes.remote_write import write


@pytest.fixture(scope="module")
def estate_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPrometheus]:
    """A real Prometheus with the contract's series up to now."""
    one_block = ("--storage.tsdb.min-block-duration=100d", "--storage.tsdb.max-block-duration=100d")
    with real_prometheus(tmp_path_factory.mktemp("estate"), flags=one_block) as server:
        now_s = time.time()
        write(server.url, series_a_week_ago(now_s))
        write(server.url, series_hours_ago(now_s))
        write(server.url, contract_series(now_s))
        yield server


def _round(runtime: Runtime, connect: Connect, url: str, *cells: str, **options: object) -> Round:
    estate = estate_of(url, *cells, **options)
    connector = connect(url, estate=estate, **options)
    return runtime.run(run_round(connector.metrics, SignalPlan.of(estate.prometheus[0], estate)), 60)


def test_every_signal_has_the_value_that_was_computed_by_hand(
    runtime: Runtime, connect: Connect, estate_server: RealPrometheus
) -> None:
    # proves L1.1, L1.3, L1.6, L2.2: the catalogue's queries, on a real server; missing is missing, never zero
    found = _round(runtime, connect, estate_server.url, "tokyo", "osaka")
    values = {astuple(key): reading.value for key, reading in found.readings.items()}
    assert found.failures == {}
    assert sorted(set(values) ^ set(EXPECTED)) == []
    for key, expected in EXPECTED.items():
        assert values[key] == pytest.approx(expected, rel=1e-6, abs=1e-9), key
    assert {signal.key for signal in SIGNALS} == {key[0] for key in EXPECTED}


def test_readings_carry_the_servers_time_and_the_query_that_gave_them(
    runtime: Runtime, connect: Connect, estate_server: RealPrometheus
) -> None:
    found = _round(runtime, connect, estate_server.url, "tokyo")
    assert {reading.at_s for reading in found.readings.values()} == {found.at_s}
    assert abs(found.at_s - time.time()) < 30
    evidence = next(reading.query for key, reading in found.readings.items() if key.signal == "rps")
    assert evidence == 'sum by (cell, service) (rate(http_server_requests_total{cell=~"tokyo"}[5m]))'


def test_a_cell_of_the_estate_may_have_another_name_and_label_in_the_metrics(
    runtime: Runtime, connect: Connect, estate_server: RealPrometheus
) -> None:
    url = estate_server.url
    estate = estate_of(url, "asia", labels={"cell": "cell", "service": "segment", "segment": "service"})
    cell = estate.cells[0].model_copy(
        update={"selectors": estate.cells[0].selectors.model_copy(update={"metrics_cell": "tokyo"})}
    )
    estate = estate.model_copy(update={"cells": (cell,)})
    plan = SignalPlan.of(estate.prometheus[0], estate)
    found = runtime.run(run_round(connect(url).metrics, plan), 60)
    rps = {astuple(key): reading.value for key, reading in found.readings.items() if key.signal == "rps"}
    assert rps == {("rps", "asia", "b2b", "", ""): pytest.approx(16.0)}


def test_a_signal_that_fails_alone_does_not_hide_the_others(
    runtime: Runtime, connect: Connect, estate_server: RealPrometheus
) -> None:
    found = _round(runtime, connect, estate_server.url, "tokyo", queries={"ttfb": "sum((", "tti": ""})
    assert set(found.failures) == {"ttfb"}
    assert "refused a query" in found.failures["ttfb"].message
    signals = {key.signal for key in found.readings}
    assert signals >= {"rps", "latency_p95", "cost"}
    assert not signals & {"ttfb", "tti"}


def test_own_queries_of_the_estate_take_the_place_of_the_defaults(
    runtime: Runtime, connect: Connect, estate_server: RealPrometheus
) -> None:
    own = {"ttfb": 'label_replace(vector(42), "$cell", "tokyo", "", "")'}
    found = _round(runtime, connect, estate_server.url, "tokyo", queries=own)
    assert [reading.value for key, reading in found.readings.items() if key.signal == "ttfb"] == [42.0]


def test_names_with_pattern_characters_and_quotes_match_only_themselves(
    runtime: Runtime, connect: Connect, estate_server: RealPrometheus
) -> None:
    hostile = 'to.*"} or vector(1) or {a="\\'
    now_s = time.time()
    labels = {"__name__": "http_server_active_requests", "cell": hostile, "service": "web"}
    write(estate_server.url, [(labels, [(now_s, 5.0)])])
    estate = estate_of(estate_server.url, "strange")
    selectors = estate.cells[0].selectors.model_copy(update={"metrics_cell": hostile})
    estate = estate.model_copy(update={"cells": (estate.cells[0].model_copy(update={"selectors": selectors}),)})
    plan = SignalPlan.of(estate.prometheus[0], estate)
    found = runtime.run(run_round(connect(estate_server.url).metrics, plan), 60)
    assert found.failures == {}
    cells = {(key.signal, key.cell): reading.value for key, reading in found.readings.items() if key.cell}
    assert cells == {("in_flight", "strange"): 5.0}


def test_an_estate_without_cells_still_tells_whether_the_server_answers(
    runtime: Runtime, connect: Connect, estate_server: RealPrometheus
) -> None:
    found = _round(runtime, connect, estate_server.url)
    assert {key.signal for key in found.readings} == {
        "edge_cache_hit",
        "edge_cache_hit_peak",
        "edge_cache_hit_usual",
        "slo_objective",
    }


SCALAR = {"status": "success", "data": {"resultType": "scalar", "result": [100, "1"]}}
EMPTY = {"status": "success", "data": {"resultType": "vector", "result": []}}


def test_a_silent_or_refusing_server_is_asked_once_not_forty_times(runtime: Runtime, connect: Connect) -> None:
    with FaultServer(runtime, answering(401, b"{}")) as server:
        with pytest.raises(ConnectorError) as caught:
            _round(runtime, connect, server.url, "tokyo")
        assert (caught.value.kind, len(server.asked)) == (ErrorKind.AUTH, 1)


def test_a_server_that_breaks_during_the_round_fails_the_round(runtime: Runtime, connect: Connect) -> None:
    async def breaks(asked: Asked, writer) -> None:  # type: ignore[no-untyped-def]
        await answering(*((200, SCALAR) if b"vector%281%29" in asked.body else (500, b"")))(asked, writer)

    with FaultServer(runtime, breaks) as server:
        with pytest.raises(ConnectorError) as caught:
            _round(runtime, connect, server.url, "tokyo")
        assert caught.value.kind is ErrorKind.UNREACHABLE
        assert len(server.asked) <= 1 + 2 * AT_ONCE


def test_at_most_four_queries_run_at_once_and_warnings_are_kept(runtime: Runtime, connect: Connect) -> None:
    import asyncio

    running, most = 0, 0

    async def slow(asked: Asked, writer) -> None:  # type: ignore[no-untyped-def]
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)  # long enough for others to arrive, on a busy machine too
        running -= 1
        await answering(200, {**EMPTY, "warnings": ["half of it"]})(asked, writer)

    with FaultServer(runtime, slow) as server:
        found = _round(runtime, connect, server.url, "tokyo")
    assert 1 < most <= AT_ONCE
    assert (found.warnings, found.readings) == (("half of it",), {})


def test_queries_that_all_fail_are_a_failed_connection(runtime: Runtime, connect: Connect) -> None:
    refusal = {"status": "error", "errorType": "execution", "error": "no such tenant"}

    async def refuses(asked: Asked, writer) -> None:  # type: ignore[no-untyped-def]
        await answering(*((200, SCALAR) if b"vector%281%29" in asked.body else (422, refusal)))(asked, writer)

    with FaultServer(runtime, refuses) as server, pytest.raises(ConnectorError, match="no such tenant"):
        _round(runtime, connect, server.url, "tokyo")
