"""Queries against a real Prometheus."""

import math

import numpy as np
import pytest

from connectors.prometheus.connector import PrometheusConnector
from connectors.prometheus.reader import PrometheusReader
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.fault_server import FaultServer, answering
from tests.fakes.prometheus_connection import Connect
from tests.fakes.real_prometheus import RealPrometheus


@pytest.fixture
def connector(connect: Connect, prometheus: RealPrometheus) -> PrometheusConnector:
    return connect(prometheus.url)


@pytest.fixture
def reader(connector: PrometheusConnector) -> PrometheusReader:
    return connector.metrics


def test_instant_values_are_the_written_ones(runtime: Runtime, reader: PrometheusReader, base_s: float) -> None:
    samples = runtime.run(reader.query("known", base_s + 600))
    assert {sample.labels["cell"]: (sample.value, sample.at_s) for sample in samples} == {
        "tokyo": (10.0, base_s + 600),
        "osaka": (110.0, base_s + 600),
    }


def test_special_values_and_any_label_text_arrive(runtime: Runtime, reader: PrometheusReader, base_s: float) -> None:
    series = runtime.run(reader.query_range("odd", base_s, base_s + 300, 60)).series[0]
    assert series.labels["text"] == 'a"b\\c\nd日本'
    np.testing.assert_array_equal(series.values, [math.nan, math.inf, -math.inf, 1e300, -2.5e-300, 0.1])
    np.testing.assert_array_equal(series.times, [base_s + 60 * n for n in range(6)])


def test_a_range_over_the_point_limit_equals_the_unsplit_truth(
    runtime: Runtime, reader: PrometheusReader, base_s: float
) -> None:
    # proves issue 2 deliverable 5: ranges over 11,000 points are split and joined, also for series with gaps
    step_s, points = 0.1, 35_000
    answer = runtime.run(reader.query_range("known", base_s, base_s + (points - 1) * step_s, step_s))
    by_cell = {series.labels["cell"]: series for series in answer.series}
    tokyo, osaka = by_cell["tokyo"], by_cell["osaka"]
    assert tokyo.values.size == points
    expected_ms = round(base_s * 1000) + 100 * np.arange(points)
    np.testing.assert_array_equal(np.round(tokyo.times * 1000), expected_ms)
    # the last value before each instant: one a minute, looked back at for up to five minutes
    np.testing.assert_array_equal(tokyo.values, np.arange(points) // 600)
    assert osaka.times[-1] == pytest.approx(base_s + 29 * 60 + 300, abs=0.11)
    assert bool((np.diff(osaka.times) > 0).all())


def test_an_unsplit_request_for_so_many_points_is_what_the_server_refuses(
    runtime: Runtime, connector: PrometheusConnector, base_s: float
) -> None:
    form = {"query": "known", "start": str(base_s), "end": str(base_s + 11_001), "step": "1"}
    with pytest.raises(ConnectorError, match="exceeded maximum resolution of 11,000 points"):
        runtime.run(connector.metrics._api.ask("query_range", form, 5))


def test_fractions_of_a_second_are_not_rounded(runtime: Runtime, reader: PrometheusReader, base_s: float) -> None:
    series = runtime.run(reader.query_range("known", base_s + 0.25, base_s + 1.25, 0.5)).series[0]
    np.testing.assert_allclose(series.times - base_s, [0.25, 0.75, 1.25], atol=1e-4)


def test_a_query_longer_than_any_address_is_answered(runtime: Runtime, reader: PrometheusReader, base_s: float) -> None:
    query = 'known{cell=~"tokyo|' + "x" * 200_000 + '"}'
    assert runtime.run(reader.query(query, base_s + 60))[0].value == 1.0


def test_scalars_have_no_labels(runtime: Runtime, reader: PrometheusReader) -> None:
    sample = runtime.run(reader.query("3 * 4"))[0]
    assert (dict(sample.labels), sample.value) == ({}, 12.0)


@pytest.mark.parametrize(
    ("query", "says", "kind"),
    [
        ("sum((", "refused a query: invalid parameter .*unclosed left parenthesis", ErrorKind.REJECTED),
        ("known / on () known", "refused a query", ErrorKind.REJECTED),
        ('"text"', "it is a string, not single values", ErrorKind.PROTOCOL),
        ("known[5m]", "it is a matrix, not single values", ErrorKind.PROTOCOL),
    ],
)
def test_a_wrong_query_is_told_in_the_servers_words(
    runtime: Runtime, reader: PrometheusReader, base_s: float, query: str, says: str, kind: ErrorKind
) -> None:
    with pytest.raises(ConnectorError, match=says) as caught:
        runtime.run(reader.query(query, base_s + 60))
    assert caught.value.kind is kind
    assert caught.value.hint


def test_a_query_that_takes_too_long_is_ended_by_the_server(
    runtime: Runtime, reader: PrometheusReader, base_s: float
) -> None:
    heavy = "known + " * 4_000 + "known"  # every step copies the one before
    with pytest.raises(ConnectorError) as caught:
        runtime.run(reader.instant(heavy, base_s + 3600, timeout_s=0.05))
    assert caught.value.kind is ErrorKind.TIMEOUT
    assert "gave up on a query" in caught.value.message


def test_warnings_of_the_server_reach_the_answer_once(runtime: Runtime, connect: Connect) -> None:
    body = {"status": "success", "data": {"resultType": "matrix", "result": []}, "warnings": ["part is missing"]}
    with FaultServer(runtime, answering(200, body)) as server:
        answer = runtime.run(connect(server.url).metrics.query_range("q", 0, 30_000, 1))
    assert len(server.asked) == 3
    assert answer.warnings == ("part is missing",)


def test_where_only_get_is_let_through_get_is_used_from_then_on(runtime: Runtime, connect: Connect) -> None:
    good = {"status": "success", "data": {"resultType": "scalar", "result": [1, "2"]}}

    async def only_get(asked, writer):  # type: ignore[no-untyped-def]
        await answering(*((200, good) if asked.method == "GET" else (405, b"no")))(asked, writer)

    with FaultServer(runtime, only_get) as server:
        reader = connect(server.url).metrics
        assert [runtime.run(reader.query("a b")) for _ in range(2)]
    assert [asked.method for asked in server.asked] == ["POST", "GET", "GET"]
    assert "query=a+b" in server.asked[1].target or "query=a%20b" in server.asked[1].target


def test_a_failing_part_fails_the_range_and_cancels_the_rest(runtime: Runtime, connect: Connect) -> None:
    with FaultServer(runtime, answering(503, b"down", kind="text/plain")) as server:
        with pytest.raises(ConnectorError) as caught:
            runtime.run(connect(server.url).metrics.query_range("q", 0, 600_000, 1))
        assert caught.value.kind is ErrorKind.UNREACHABLE
        assert len(server.asked) < 10


def test_too_many_points_in_all_are_refused_before_memory_is(
    runtime: Runtime, reader: PrometheusReader, base_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.prometheus.reader._MOST_VALUES", 30_000)
    with pytest.raises(ConnectorError, match="more than 30000 points"):
        runtime.run(reader.query_range("known", base_s, base_s + 3500, 0.1))
