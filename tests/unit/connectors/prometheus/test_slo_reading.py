"""Objectives on a real Prometheus whose every sample is known: what it says is what was computed by hand.

# proves L3.1
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.prometheus.slo_reading import SloReading
from connectors.registry import BuildContext
from console.domain.slo.slo_course import SloCourse
from console.domain.slo.slo_status import SloStatus
from console.estate.schema.estate import Estate
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime
from console.services.slo_history import slo_history
from tests.fakes.prometheus_connection import FixedVault, prometheus_connector
from tests.fakes.real_prometheus import RealPrometheus, real_prometheus
from tests.fakes.remote_write import write

STEP_S = 60
DAY_S = 86_400
DOCUMENT = """
version: prometheus/v1
service: web
slos:
  - name: availability
    objective: 99.9
    labels: {cell: tokyo, segment: b2b}
    sli:
      events:
        error_query: sum(rate(requests_total{code="500"}[{{.window}}]))
        total_query: sum(rate(requests_total[{{.window}}]))
    alerting: {name: A}
  - name: silent
    objective: 99
    labels: {cell: osaka}
    sli: {raw: {error_ratio_query: "sum(rate(nothing_total[{{.window}}]))"}}
    alerting: {name: B}
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: by-calendar}
spec:
  service: web
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {spec: {query: 'requests_total{code="500"}'}}}
        total: {metricSource: {spec: {query: requests_total}}}
  timeWindow: [{duration: 1d, calendar: {startTime: "2026-01-01 12:00:00", timeZone: Asia/Tokyo}}]
  budgetingMethod: Occurrences
  objectives: [{target: 0.99}]
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPrometheus]:
    """Thirty days of requests: 100 a minute, 1 in 10,000 fails, and 1 in 100 during the last hour."""
    one_block = ("--storage.tsdb.min-block-duration=100d", "--storage.tsdb.max-block-duration=100d")
    with real_prometheus(tmp_path_factory.mktemp("slo"), flags=one_block) as found:
        end_s = time.time()
        count = 30 * DAY_S // STEP_S
        times = [end_s - (count - place) * STEP_S for place in range(count + 1)]
        good, bad = [0.0], [0.0]
        for at_s in times[1:]:
            failing = 1.0 if at_s > end_s - 3600 else 0.01
            bad.append(bad[-1] + failing)
            good.append(good[-1] + 100 - failing)
        write(
            found.url,
            [
                ({"__name__": "requests_total", "code": code}, list(zip(times, values, strict=True)))
                for code, values in (("200", good), ("500", bad))
            ],
        )
        yield found


@pytest.fixture(scope="module")
def statuses(server: RealPrometheus, tmp_path_factory: pytest.TempPathFactory) -> dict[str, SloStatus]:
    folder = tmp_path_factory.mktemp("estate")
    (folder / "slo.yaml").write_text(DOCUMENT)
    runtime = Runtime()
    estate = Estate.model_validate(
        {"name": "test", "prometheus": [{"key": "prom", "url": server.url}], "slos": ["slo.yaml"]}
    )
    connector = prometheus_connector(runtime, server.url, folder=folder, estate=estate)
    assert "slos" in [source.topic for source in connector.sources()]
    context = BuildContext(runtime, FixedVault(), SystemClock(), folder, estate)
    found = runtime.run(SloReading("prom", context, lambda: connector.metrics).read(), 60)
    runtime.run(connector.close(), 10)
    runtime.close()
    return {one.ref.name: one for one in found}


def test_attained_and_budget_are_those_of_all_requests(statuses: dict[str, SloStatus]) -> None:
    minutes = 30 * 24 * 60
    ratio = ((minutes - 60) * 0.01 + 60 * 1.0) / (minutes * 100)
    one = statuses["availability"]
    assert one.error_ratio == pytest.approx(ratio, rel=2e-3)
    assert one.budget_left == pytest.approx(1 - ratio / 0.001, abs=2e-3)
    assert one.events == pytest.approx(minutes * 100, rel=2e-3)
    assert dict(one.labels) == {"cell": "tokyo", "segment": "b2b"}


def test_burn_rates_are_those_of_each_window(statuses: dict[str, SloStatus]) -> None:
    one = statuses["availability"]
    assert one.burn_rate(300) == pytest.approx(10, rel=0.01)
    assert one.burn_rate(3600) == pytest.approx(10, rel=0.02)
    in_six_hours = (60 * 1.0 + 300 * 0.01) / 36_000 / 0.001
    assert one.burn_rate(6 * 3600) == pytest.approx(in_six_hours, rel=0.02)
    left = one.budget_left
    assert left is not None
    assert one.exhausted_in_s() == pytest.approx(left * 30 * DAY_S / 10, rel=0.02)


def test_a_window_of_the_calendar_is_judged_by_what_is_over_of_it(statuses: dict[str, SloStatus]) -> None:
    one = statuses["by-calendar"]
    elapsed_s = (time.time() - 3 * 3600) % DAY_S  # noon in Tokyo is 03:00 UTC
    assert one.elapsed_s == pytest.approx(elapsed_s, abs=60)
    bad = (min(elapsed_s, 3600) * 1.0 + max(0.0, elapsed_s - 3600) * 0.01) / 60
    assert one.error_ratio == pytest.approx(bad / (elapsed_s / 60 * 100), rel=0.05)
    assert one.events == pytest.approx(elapsed_s / 60 * 100, rel=0.05, abs=150)  # it is counted by whole minutes


def test_a_whole_period_of_data_is_known_as_such(statuses: dict[str, SloStatus]) -> None:
    assert statuses["availability"].known_s == pytest.approx(30 * DAY_S, abs=7200)
    assert statuses["silent"].known_s == 0


def test_the_course_ends_where_the_status_is(server: RealPrometheus, statuses: dict[str, SloStatus]) -> None:
    one = statuses["availability"]
    course = _course(server, one, time.time())
    assert len(course.times) == 240
    assert course.bad[-1] == pytest.approx(one.error_ratio, rel=5e-3)
    assert course.known_s == 30 * DAY_S
    before_the_trouble = course.left(99.9)[-2]
    assert before_the_trouble == pytest.approx(1 - 0.0001 / 0.001, abs=0.01)


def test_a_course_of_which_only_the_end_is_known_is_looked_at_closely(
    server: RealPrometheus, statuses: dict[str, SloStatus]
) -> None:
    now_s = time.time() - 29 * DAY_S  # there is one day of data at that moment
    course = _course(server, statuses["availability"], now_s)
    assert course.step_s <= 600
    assert now_s - course.begins_s == pytest.approx(DAY_S, abs=4 * 3600)
    assert course.bad[-1] == pytest.approx(0.0001, rel=0.01)
    assert _course(server, statuses["silent"], now_s).times == ()


def _course(server: RealPrometheus, status: SloStatus, now_s: float) -> SloCourse:
    runtime = Runtime()
    connector = prometheus_connector(runtime, server.url)
    course = runtime.run(slo_history(connector.metrics, status, now_s), 60)
    runtime.run(connector.close(), 10)
    runtime.close()
    return course


def test_an_objective_without_events_is_unknown_not_perfect(statuses: dict[str, SloStatus]) -> None:
    one = statuses["silent"]
    assert (one.error_ratio, one.attained, one.budget_left, one.exhausted_in_s()) == (None, None, None, None)


def test_a_server_without_objectives_of_its_own_is_still_asked(tmp_path: Path) -> None:
    (tmp_path / "slos").mkdir()
    runtime = Runtime()
    url = "http://127.0.0.1:1"
    estate = Estate.model_validate({"name": "t", "prometheus": [{"key": "prom", "url": url}], "slos": ["slos"]})
    connector = prometheus_connector(runtime, url, folder=tmp_path, estate=estate)
    context = BuildContext(runtime, FixedVault(), SystemClock(), tmp_path, estate)
    with pytest.raises(ConnectorError, match="refused the connection"):
        runtime.run(SloReading("prom", context, lambda: connector.metrics).read(), 30)
    runtime.run(connector.close(), 10)
    runtime.close()


def test_a_document_that_is_wrong_is_told_as_the_reason(tmp_path: Path) -> None:
    (tmp_path / "slo.yaml").write_text("version: prometheus/v1\n")
    runtime = Runtime()
    estate = Estate.model_validate({"name": "t", "prometheus": [{"key": "p", "url": "http://x"}], "slos": ["slo.yaml"]})
    context = BuildContext(runtime, FixedVault(), SystemClock(), tmp_path, estate)
    with pytest.raises(ConnectorError, match=r"slo\.yaml"):
        runtime.run(SloReading("p", context, lambda: None).read(), 10)  # type: ignore[arg-type,return-value]
    runtime.close()
