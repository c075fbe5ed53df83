"""Costs and loads by day from a real Prometheus whose every sample is known (proves L6.1, E4.1)."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.prometheus.allocation_reading import AllocationReading
from connectors.prometheus.connector import PrometheusConnector
from connectors.prometheus.load_reading import LoadReading
from connectors.registry import BuildContext
from console.domain.cost_course import CostCourse
from console.domain.course_gap import CourseGap, MissingHours
from console.domain.load_course import LoadCourse
from console.estate.schema.connection import Prometheus
from console.estate.schema.estate import Estate
from console.kernel.runtime import Runtime
from tests.fakes.manual_clock import ManualClock
from tests.fakes.prometheus_connection import FixedVault, prometheus_connector
from tests.fakes.real_prometheus import RealPrometheus, real_prometheus
from tests.fakes.remote_write import write

STEP_S, DAY_S, GIB = 600, 86_400, 1 << 30
PLACE = {"namespace": "cell-tokyo", "node": "n1", "container": "web"}
WEB = {"cell": "tokyo", "service": "web", "segment": "b2c"}
DAY_BEFORE_S = (time.time() // DAY_S - 1) * DAY_S


def _steady() -> Iterator[tuple[str, dict[str, str], float]]:
    """Gauges that stay as they are: two pods with two cores and four GiB between them, on nodes of two prices."""
    for pod, node, cores in (("web-5d9c7b6f5-abcde", "n1", 1.5), ("web-5d9c7b6f5-fghij", "n2", 0.5)):
        labels = {**PLACE, "pod": pod, "node": node}
        yield "container_cpu_allocation", labels, cores
        yield "container_memory_allocation_bytes", labels, 2.0 * GIB
        yield "kube_pod_container_resource_requests", {**labels, "resource": "cpu"}, cores
        yield "kube_pod_container_resource_requests", {**labels, "resource": "memory"}, 2.0 * GIB
        yield "container_memory_working_set_bytes", labels, 0.5 * GIB
    for node, core_price in (("n1", 0.04), ("n2", 0.08)):
        yield "node_cpu_hourly_cost", {"node": node}, core_price
        yield "node_ram_hourly_cost", {"node": node}, 0.01
        yield "node_total_hourly_cost", {"node": node}, 0.5
    # no allocation is told of this one, so the larger of what it requests and uses counts
    yield "kube_pod_container_resource_requests", {**PLACE, "pod": "db-0", "resource": "cpu"}, 0.0
    yield "newsletter_active_users", {"cell": "tokyo", "segment": "b2c"}, 1_000.0


def _rising() -> Iterator[tuple[str, dict[str, str], float]]:
    """Counters by what they gain in a second."""
    yield "container_cpu_usage_seconds_total", {**PLACE, "pod": "web-5d9c7b6f5-abcde"}, 1.0
    yield "http_server_requests_total", {**WEB, "http_response_status_code": "200"}, 9.9
    yield "http_server_requests_total", {**WEB, "http_response_status_code": "500"}, 0.1
    yield "vllm:generation_tokens_total", {"cell": "tokyo", "service": "llm"}, 20.0
    yield "vllm:prompt_tokens_total", {"cell": "tokyo", "service": "llm"}, 80.0
    yield "litellm_spend_metric_total", {"cell": "tokyo", "service": "llm"}, 0.01
    yield "litellm_spend_metric_total", {"cell": "elsewhere", "service": "llm"}, 5.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPrometheus]:
    one_block = ("--storage.tsdb.min-block-duration=100d", "--storage.tsdb.max-block-duration=100d")
    with real_prometheus(tmp_path_factory.mktemp("costs"), flags=one_block) as found:
        times = [float(at) for at in range(int(DAY_BEFORE_S - 3_600), int(time.time()), STEP_S)]
        series = [({"__name__": name, **labels}, [(at, value) for at in times]) for name, labels, value in _steady()]
        series += [
            ({"__name__": name, **labels}, [(at, rate * (at - times[0])) for at in times])
            for name, labels, rate in _rising()
        ]
        write(found.url, series)
        yield found


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    runtime = Runtime()

    async def begin() -> None:
        await runtime.in_thread(lambda: None)

    runtime.run(begin(), 10)  # its threads belong to all tests here
    yield runtime
    runtime.close()


@pytest.fixture(scope="module")
def connector(
    server: RealPrometheus, runtime: Runtime, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PrometheusConnector]:
    made = prometheus_connector(runtime, server.url, folder=tmp_path_factory.mktemp("estate"), estate=estate(server))
    yield made
    runtime.run(made.close(), 10)


def estate(server: RealPrometheus, **more: object) -> Estate:
    return Estate.model_validate(
        {
            "name": "test",
            "clusters": [{"key": "asia"}],
            "prometheus": [{"key": "prom", "url": server.url, **more}],
            "cells": [
                {"key": "tokyo", "kind": "regional", "cluster": "asia", "selectors": {"namespaces": ["cell-tokyo"]}}
            ],
        }
    )


def context_of(found: Estate, runtime: Runtime, folder: Path) -> BuildContext:
    return BuildContext(runtime, FixedVault(), ManualClock(datetime.now(UTC)), folder, found)


def costs_of(
    server: RealPrometheus, connector: PrometheusConnector, runtime: Runtime, folder: Path, **more: object
) -> Mapping[str, CostCourse]:
    found = estate(server, **more)
    options: Prometheus = found.prometheus[0]
    context = context_of(found, runtime, folder)
    reading = AllocationReading(options, context, lambda: connector.metrics, {"cell-tokyo": "tokyo"})
    rows = runtime.run(reading.read(), 60)
    assert not [row for row in rows if isinstance(row, CourseGap)], "every hour is told"
    return {row.workload: row for row in rows if isinstance(row, CostCourse)}


def test_workloads_cost_what_was_allocated_at_the_prices_of_their_nodes(
    server: RealPrometheus, connector: PrometheusConnector, runtime: Runtime, tmp_path: Path
) -> None:
    rows = costs_of(server, connector, runtime, tmp_path)
    web = rows["web"]
    assert (web.cell, web.namespace, web.currency, web.is_idle) == ("tokyo", "cell-tokyo", "USD", False)
    day = next(span for span in web.spans if span.from_s == DAY_BEFORE_S)
    assert day.to_s - day.from_s == DAY_S
    # 24 h of 1.5 cores at 0.04 and 0.5 at 0.08; 4 GiB at 0.01
    assert (day.cpu, day.memory) == pytest.approx((24 * (0.06 + 0.04), 24 * 0.04), rel=1e-6)
    assert (day.core_hours, day.gib_hours) == pytest.approx((48, 96), rel=1e-6)
    # one core of two is used, and one GiB of four
    assert day.used == pytest.approx((2.4 * 0.5 + 0.96 * 0.25) / 3.36, rel=1e-3)
    assert rows["__idle__"].is_idle
    assert next(span.total for span in rows["__idle__"].spans if span.from_s == DAY_BEFORE_S) == pytest.approx(
        24 - 3.36
    )
    assert "db" not in rows  # nothing is known of its memory, so it has no price


def test_own_prices_of_the_estate_stand_in_for_those_of_the_nodes(
    server: RealPrometheus, connector: PrometheusConnector, runtime: Runtime, tmp_path: Path
) -> None:
    price = {"cpu_core_hour": 1.0, "memory_gib_hour": 0.5, "currency": "EUR", "source": "our contract of 2026"}
    web = costs_of(server, connector, runtime, tmp_path, node_price=price)["web"]
    day = next(span for span in web.spans if span.from_s == DAY_BEFORE_S)
    assert (web.currency, day.cpu, day.memory) == ("EUR", pytest.approx(48), pytest.approx(48))


def test_loads_are_what_was_counted_in_a_day(
    server: RealPrometheus, connector: PrometheusConnector, runtime: Runtime, tmp_path: Path
) -> None:
    found = estate(server)
    reading = LoadReading(found.prometheus[0], context_of(found, runtime, tmp_path), lambda: connector.metrics)
    rows = [row for row in runtime.run(reading.read(), 60) if isinstance(row, LoadCourse)]
    told = {
        (row.measure, row.cell, row.service, row.segment): span.amount
        for row in rows
        for span in row.spans
        if span.from_s == DAY_BEFORE_S
    }
    assert told == pytest.approx(
        {
            ("requests", "tokyo", "web", "b2c"): 10 * DAY_S,
            ("failed", "tokyo", "web", "b2c"): 0.1 * DAY_S,
            ("tokens", "tokyo", "llm", ""): 100 * DAY_S,
            ("model-usd", "tokyo", "llm", ""): 0.01 * DAY_S,
            ("users", "tokyo", "", "b2c"): 1_000,
        },
        rel=1e-3,
    )
    assert all(row.query for row in rows)


def test_a_measure_can_be_asked_in_the_estates_own_words_or_not_at_all(
    server: RealPrometheus, connector: PrometheusConnector, runtime: Runtime, tmp_path: Path
) -> None:
    own = {f"load_{key}": "" for key in ("requests", "failed", "tokens", "model-usd")}
    own["load_users"] = 'avg_over_time((2 * sum by ($cell) (newsletter_active_users{$cell=~"$cells"}))[$span:1h])'
    found = estate(server, queries=own)
    reading = LoadReading(found.prometheus[0], context_of(found, runtime, tmp_path), lambda: connector.metrics)
    [row] = runtime.run(reading.read(), 60)
    assert isinstance(row, LoadCourse)
    assert (row.measure, row.spans[0].amount) == ("users", pytest.approx(2_000))


def test_costs_are_computed_only_where_no_cost_service_tells_them(
    server: RealPrometheus, connector: PrometheusConnector, runtime: Runtime, tmp_path: Path
) -> None:
    assert {"cost-days", "loads"} <= {source.topic for source in connector.sources()}
    with_service = estate(server).model_copy(
        update={"opencost": Estate.model_validate(
            {"name": "x", "opencost": [{"key": "costs", "url": "http://127.0.0.1:9003"}]}
        ).opencost}
    )  # fmt: skip
    other = prometheus_connector(runtime, server.url, folder=tmp_path, estate=with_service)
    topics = {source.topic for source in other.sources()}
    runtime.run(other.close(), 10)
    assert "cost-days" not in topics
    assert "loads" in topics


def test_hours_of_which_nothing_was_scraped_are_told_as_missing(runtime: Runtime, tmp_path: Path) -> None:
    """Seven minutes around a full hour are enough: a sample older than five minutes does not count. Proves L6.1."""
    begins_s = DAY_BEFORE_S - DAY_S + 5 * 3_600
    gaps = [(DAY_BEFORE_S + hour * 3_600 - 360, DAY_BEFORE_S + hour * 3_600 + 60) for hour in (3, 7, 8)]
    with real_prometheus(tmp_path, flags=("--storage.tsdb.min-block-duration=100d",
                                          "--storage.tsdb.max-block-duration=100d")) as found:  # fmt: skip
        times = [float(at) for at in range(int(begins_s), int(time.time()), 60)]
        kept = [at for at in times if not any(begin <= at <= end for begin, end in gaps)]
        write(found.url, [({"__name__": name, **labels}, [(at, value) for at in kept])
                          for name, labels, value in _steady() if name.startswith(("container", "node"))])  # fmt: skip
        chosen = estate(found)
        other = prometheus_connector(runtime, found.url, folder=tmp_path, estate=chosen)
        reading = AllocationReading(
            chosen.prometheus[0], context_of(chosen, runtime, tmp_path), lambda: other.metrics, {}
        )
        rows = runtime.run(reading.read(), 60)
        runtime.run(other.close(), 10)
    [gap] = [row for row in rows if isinstance(row, CourseGap)]
    assert (gap.measure, gap.error) == ("", "")
    assert gap.days == (MissingHours(DAY_BEFORE_S, DAY_BEFORE_S + DAY_S, 3.0),)
