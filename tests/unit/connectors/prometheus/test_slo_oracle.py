"""Every number of an objective on a real Prometheus is what a count of the single events gives.

The events are drawn at random, minute by minute, and counted by hand in Python: no PromQL takes part in what is wanted.

# proves L3.1
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from connectors.prometheus.slo_reading import SloReading
from connectors.registry import BuildContext
from console.domain.slo.slo_course import SloCourse
from console.domain.slo.slo_status import SloStatus
from console.estate.schema.estate import Estate
from console.kernel.clock import SystemClock
from console.kernel.runtime import Runtime
from console.services.slo_history import slo_history
from tests.fakes.prometheus_connection import FixedVault, prometheus_connector
from tests.fakes.real_prometheus import RealPrometheus, real_prometheus
from tests.fakes.remote_write import write

STEP_S, DAY_S = 60, 86_400
DAYS = 8
BAD, TOTAL = 'sum(rate(requests_total{code="500"}[{{.window}}]))', "sum(rate(requests_total[{{.window}}]))"


def document(name: str, cell: str, spec: str, method: str = "Occurrences", objective: str = "{target: 0.99}") -> str:
    """Return an objective over seven days."""
    return f"""---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: {name}, labels: {{cell: {cell}}}}}
spec:
  service: web
  indicator: {{spec: {spec}}}
  timeWindow: [{{duration: 7d, isRolling: true}}]
  budgetingMethod: {method}
  objectives: [{objective}]
"""


def ratio_of(bad: str, total: str) -> str:
    return (
        f"{{ratioMetric: {{bad: {{metricSource: {{spec: {{query: '{bad}'}}}}}}, "
        f"total: {{metricSource: {{spec: {{query: '{total}'}}}}}}}}}}"
    )


RAW = "{ratioMetric: {rawType: failure, raw: {metricSource: {spec: {query: errors_ratio}}}}}"
SLICES = "{target: 0.99, timeSliceTarget: 0.985, timeSliceWindow: 5m, op: gte}"
PARTS = f"{{target: 0.99, indicator: {{spec: {ratio_of(BAD, TOTAL)}}}, compositeWeight: 3}}, {{target: 0.95, indicator: {{spec: {RAW}}}}}"  # noqa: E501
DOCUMENTS = (
    document("served", "tokyo", ratio_of(BAD, TOTAL)),
    document("everywhere", "osaka", ratio_of(BAD.replace("rate", "increase"), TOTAL.replace("rate", "increase"))),
    document("measured", "tokyo", RAW),
    document("faultless", "osaka", ratio_of(BAD.replace("500", "599"), TOTAL)),
    document("slices", "osaka", ratio_of(BAD, TOTAL), "Timeslices", SLICES),
    document("composite", "osaka", "REMOVED", objective=PARTS).replace("  indicator: {spec: REMOVED}\n", ""),
)


@dataclass(frozen=True)
class Minutes:
    """The events of each minute; ``at[i]`` is its end (unix seconds)."""

    at: list[float]
    good: list[int]
    bad: list[int]

    def counted(self, from_s: float, to_s: float, left_out: list[tuple[float, float]]) -> tuple[int, int]:
        """Return bad and all events of the minutes in a span that do not lie in what is left out."""
        kept = [
            place
            for place, end_s in enumerate(self.at)
            if from_s < end_s <= to_s and not any(start < end_s <= end for start, end in left_out)
        ]
        bad = sum(self.bad[place] for place in kept)
        return bad, bad + sum(self.good[place] for place in kept)


@dataclass(frozen=True)
class Told:
    """What the console says, and what it was asked of."""

    statuses: dict[str, SloStatus]
    courses: dict[str, SloCourse]
    now_s: float


@pytest.fixture(scope="module")
def minutes() -> Minutes:
    dice = random.Random(7)
    end_s = time.time() // 60 * 60
    at = [end_s - (DAYS * 1440 - 1 - place) * STEP_S for place in range(DAYS * 1440)]
    good = [80 + dice.randrange(40) for _ in at]
    bad = [dice.randrange(3) if dice.random() < 0.5 else 0 for _ in at]
    for start, end in maintenance(end_s):
        bad = [50 if start < moment <= end else count for moment, count in zip(at, bad, strict=True)]
    return Minutes(at, good, bad)


def maintenance(end_s: float) -> list[tuple[float, float]]:
    """Return the hour of each day, two hours before the last event, and a single one half an hour ago."""
    single = (end_s - 2400, end_s - 1800)
    return [(end_s - 7200 - day * DAY_S, end_s - 3600 - day * DAY_S) for day in range(DAYS)] + [single]


def entries(end_s: float) -> list[dict[str, object]]:
    """Return the same as entries of a calendar; they are about Tokyo only."""

    def moment(at_s: float) -> str:
        return datetime.fromtimestamp(at_s, UTC).isoformat()

    common = {"kind": "maintenance", "cells": ["tokyo"]}
    begin_s = end_s - 7200 - 20 * DAY_S
    return [
        {"title": "Nightly", "start": moment(begin_s), "end": moment(begin_s + 3600), "repeat": "daily", **common},
        {"title": "Cable", "start": moment(end_s - 2400), "end": moment(end_s - 1800), **common},
    ]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, minutes: Minutes) -> Iterator[RealPrometheus]:
    one_block = ("--storage.tsdb.min-block-duration=100d", "--storage.tsdb.max-block-duration=100d")
    with real_prometheus(tmp_path_factory.mktemp("slo"), flags=one_block) as found:
        series = []
        for code, counts in (("200", minutes.good), ("500", minutes.bad)):
            total, samples = 0.0, [(minutes.at[0] - STEP_S, 0.0)]
            for at_s, count in zip(minutes.at, counts, strict=True):
                total += count
                samples.append((at_s, total))
            series.append(({"__name__": "requests_total", "code": code}, samples))
        ratios = [bad / (bad + good) for bad, good in zip(minutes.bad, minutes.good, strict=True)]
        series.append(({"__name__": "errors_ratio"}, list(zip(minutes.at, ratios, strict=True))))
        write(found.url, series)
        yield found


@pytest.fixture(scope="module")
def told(server: RealPrometheus, minutes: Minutes, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("estate")
    (folder / "slo.yaml").write_text("".join(DOCUMENTS))
    runtime = Runtime()
    estate = Estate.model_validate(
        {
            "name": "test",
            "clusters": [{"key": "main"}],
            "prometheus": [{"key": "prom", "url": server.url}],
            "cells": [{"key": key, "kind": "regional", "cluster": "main"} for key in ("tokyo", "osaka")],
            "slos": ["slo.yaml"],
            "calendars": [{"key": "work", "time_zone": "Asia/Tokyo", "entries": entries(minutes.at[-1])}],
        }
    )
    connector = prometheus_connector(runtime, server.url, folder=folder, estate=estate)
    context = BuildContext(runtime, FixedVault(), SystemClock(), folder, estate)
    now_s = time.time()
    reading = SloReading("prom", context, lambda: connector.metrics)
    statuses = {one.ref.name: one for one in runtime.run(reading.read(), 60)}
    courses = {
        name: runtime.run(slo_history(connector.metrics, one, now_s), 60)
        for name, one in statuses.items()
        if name in {"served", "measured"}
    }
    runtime.run(connector.close(), 10)
    runtime.close()
    return Told(statuses, courses, now_s)


def close(found: float | None, bad: int, total: int) -> None:
    """Rates are of samples a minute apart, so that the edges of a window are a minute off."""
    assert found == pytest.approx(bad / total, rel=0.03, abs=2e-5)


def test_maintenance_counts_neither_in_the_bad_events_nor_in_all(told: Told, minutes: Minutes) -> None:
    one = told.statuses["served"]
    bad, total = minutes.counted(told.now_s - 7 * DAY_S, told.now_s, maintenance(minutes.at[-1]))
    close(one.error_ratio, bad, total)
    assert one.events == pytest.approx(total, rel=1e-3)
    assert one.budget_left == pytest.approx(1 - bad / total / 0.01, abs=0.02)
    assert len(one.planned) == 8
    assert {part.title for part in one.planned} == {"Nightly", "Cable"}
    with_it, all_of_it = minutes.counted(told.now_s - 7 * DAY_S, told.now_s, [])
    assert with_it / all_of_it > 2 * bad / total  # it would be another number


@pytest.mark.parametrize("window_s", [300, 1800, 3600, 7200, 21_600, DAY_S, 3 * DAY_S])
def test_burn_rates_leave_maintenance_out_of_every_window(told: Told, minutes: Minutes, window_s: int) -> None:
    bad, total = minutes.counted(told.now_s - window_s, told.now_s, maintenance(minutes.at[-1]))
    found = told.statuses["served"].burn_rate(window_s)
    assert found == pytest.approx(bad / total / 0.01, rel=0.35 if window_s == 300 else 0.06, abs=0.02)


def test_maintenance_of_another_cell_counts(told: Told, minutes: Minutes) -> None:
    one = told.statuses["everywhere"]
    bad, total = minutes.counted(told.now_s - 7 * DAY_S, told.now_s, [])
    close(one.error_ratio, bad, total)
    assert one.events == pytest.approx(total, rel=1e-3)
    assert one.planned == ()


def test_a_measured_ratio_leaves_maintenance_out_too(told: Told, minutes: Minutes) -> None:
    left_out = maintenance(minutes.at[-1])
    ratios = [
        bad / (bad + good)
        for at_s, bad, good in zip(minutes.at, minutes.bad, minutes.good, strict=True)
        if at_s > told.now_s - 7 * DAY_S and not any(start < at_s <= end for start, end in left_out)
    ]
    assert told.statuses["measured"].error_ratio == pytest.approx(sum(ratios) / len(ratios), rel=0.05)


def test_a_service_that_never_failed_has_its_whole_budget(told: Told) -> None:
    one = told.statuses["faultless"]
    assert (one.error_ratio, one.budget_left) == (0.0, 1.0)


def test_timeslices_are_those_that_reach_their_target(told: Told, minutes: Minutes) -> None:
    first = next(place for place, at_s in enumerate(minutes.at) if at_s % 300 == 0 and at_s > told.now_s - 7 * DAY_S)
    slices = [range(start - 4, start + 1) for start in range(first, len(minutes.at), 5)]
    reached = [
        sum(minutes.good[place] for place in one)
        >= 0.985 * sum(minutes.good[place] + minutes.bad[place] for place in one)
        for one in slices
    ]
    assert told.statuses["slices"].error_ratio == pytest.approx(reached.count(False) / len(reached), rel=0.05)


def test_a_composite_is_the_weighted_mean_of_its_parts(told: Told) -> None:
    first, second, whole = (told.statuses[name] for name in ("composite-1", "composite-2", "composite"))
    assert whole.percent == 98  # (3 * 99 + 1 * 95) / 4
    assert first.error_ratio is not None
    assert second.error_ratio is not None
    mean = (3 * first.error_ratio + second.error_ratio) / 4
    assert whole.error_ratio == pytest.approx(mean, rel=1e-3)
    assert whole.budget_left == pytest.approx(1 - mean / 0.02, abs=1e-3)


@pytest.mark.parametrize("name", ["served", "measured"])
def test_the_course_leaves_maintenance_out_and_ends_where_the_status_is(told: Told, name: str) -> None:
    course, one = told.courses[name], told.statuses[name]
    assert course.bad[-1] == pytest.approx(one.error_ratio, rel=0.02)
    steepest = max(later - earlier for earlier, later in zip(course.bad, course.bad[1:], strict=False))
    assert steepest < 0.05 * course.bad[-1]  # the bad hour of each day is not in it


def test_data_is_known_for_all_that_counts(told: Told) -> None:
    one = told.statuses["served"]
    assert one.counted_s == 7 * DAY_S - 7 * 3600 - 600
    assert one.known_s == pytest.approx(one.counted_s, rel=0.02)
