"""Ninety days of history join the live series and stay within their budget (proves C7)."""

from collections import Counter

import numpy as np
import pytest

from console.lab.simulator.history import MOST_CELLS, HistorySeries, history_series, time_grid
from console.lab.simulator.lab_scale import LabScale
from console.lab.simulator.series.metric_family import is_counter
from console.lab.simulator.simulator import Simulator
from tests.fakes.simulated_lab import MONDAY_TEN_JST

Key = tuple[str, frozenset[tuple[str, str]]]


def _by_key(series: list[HistorySeries]) -> dict[Key, HistorySeries]:
    found = {}
    for each in series:
        labels = dict(each.labels)
        found[labels.pop("__name__"), frozenset(labels.items())] = each
    assert len(found) == len(series), "a series came twice"
    return found


def test_time_grid_is_coarse_then_fine_without_gap_or_overlap() -> None:
    grid = time_grid(1_000_000.0, days=3, step_s=300, fine_days=1, fine_step_s=60)
    steps = np.diff(grid)
    assert grid[-1] == 1_000_000.0
    assert set(np.unique(steps)) == {60.0, 300.0}
    assert np.all(np.diff(steps) <= 0)
    assert grid[-1] - grid[0] == pytest.approx(3 * 86_400, abs=300)
    with pytest.raises(ValueError, match="longer than zero"):
        time_grid(0.0, 1, 0, 1, 60)


@pytest.mark.parametrize("first_scrape_s", [0.0, 2.0, 4.9])
def test_samples_grow_dense_so_slowly_that_no_rate_sags_where_the_live_ones_begin(first_scrape_s: float) -> None:
    """Prometheus extends a rate to its window's start where the gap there is below 1.1 mean steps, else not (L-lab)."""
    end_s = 1_000_000.0
    live = np.arange(end_s + first_scrape_s, end_s + 3_600, 5.0)[1 if first_scrape_s == 0 else 0 :]
    grid = np.concatenate((time_grid(end_s, days=1, step_s=300, fine_days=1, fine_step_s=60, last_step_s=5), live))
    for window_s, fine_enough_s in ((300, 86_000), (60, 300)):
        for start_s in np.arange(end_s - fine_enough_s, end_s + 3_000, 7.0):
            seen = grid[(grid > start_s) & (grid <= start_s + window_s)]
            assert seen[0] - start_s < 1.1 * np.diff(seen).mean(), (window_s, start_s)


@pytest.mark.parametrize("hours", [0.2, 3.0, 30.0])
def test_no_rate_sags_where_a_history_goes_on_from_one_that_had_become_dense(hours: float) -> None:
    joint_s, end_s = 1_000_000.0, 1_000_000.0 + hours * 3_600
    days = hours / 24
    before = time_grid(joint_s, days=1, step_s=300, fine_days=1, fine_step_s=60, last_step_s=5)
    after = time_grid(end_s, days, 300, days, 60, last_step_s=5, first_step_s=5)
    grid = np.concatenate((before, after))
    assert 0 < np.diff(grid).min() <= np.diff(grid).max() <= 60.0
    for start_s in np.arange(joint_s - 7_200, end_s - 300, 7.0):
        seen = grid[(grid > start_s) & (grid <= start_s + 300)]
        gaps = seen[0] - start_s, start_s + 300 - seen[-1]
        assert max(gaps) < 1.1 * np.diff(seen).mean(), start_s


def test_a_coarse_beginning_stays_coarse() -> None:
    usual = time_grid(1_000_000.0, 3, 300, 1, 60)
    assert np.array_equal(usual, time_grid(1_000_000.0, 3, 300, 1, 60, first_step_s=5))


@pytest.mark.parametrize("hours", [0, 9, 20])
def test_level_of_every_series_joins_the_live_one_within_a_few_percent(hours: int) -> None:
    """Live counters and gauges of ten minutes against the steady twin of the same ten minutes."""
    start, seconds, dt_s = MONDAY_TEN_JST + hours * 3600.0, 600, 3
    simulator = Simulator(7, LabScale(), start)
    controls = simulator.first_controls
    sums: Counter[Key] = Counter()
    for _ in range(seconds // dt_s):
        state = simulator.step(controls, float(dt_s))
        controls = controls.with_replicas(state.rescaled)
        for (name, labels), value in state.gauges.items():
            sums[name, frozenset(labels)] += value * dt_s / seconds
    state = simulator.count()
    days = seconds / 86_400
    past = _by_key(list(history_series(7, LabScale(), start + seconds, days=days, fine_days=days, fine_step_s=10)))
    gaps = []
    for (name, labels), total in state.counters.items():
        twin = past.get((name, frozenset(labels)))
        if twin is not None and total > 1.0:
            rate = (twin.values[-1] - twin.values[0]) / (twin.times_s[-1] - twin.times_s[0])
            gaps.append(abs(rate - total / seconds) / max(rate, total / seconds))
    for gauge, mean in sums.items():
        twin = past.get(gauge)
        if twin is not None and mean > 0.01 and "replicas" not in gauge[0]:
            gaps.append(abs(float(twin.values.mean()) - mean) / mean)
    assert len(gaps) > 400
    assert float(np.median(gaps)) < 0.02
    # One replica more or less (the tolerance band of the HPA) moves a few latency buckets of a small cell.
    assert float(np.quantile(gaps, 0.97)) < 0.10


def test_replicas_of_the_live_start_are_those_at_the_end_of_the_history() -> None:
    simulator = Simulator(7, LabScale(), MONDAY_TEN_JST)
    past = _by_key(list(history_series(7, LabScale(), MONDAY_TEN_JST, days=0.05, fine_days=0.05)))
    for spec in simulator.blueprint.workloads:
        if spec.scaling == "hpa":
            labels = {"cell": spec.cell, "namespace": spec.namespace, "service": spec.name,
                      "horizontalpodautoscaler": spec.name}  # fmt: skip
            key = ("kube_horizontalpodautoscaler_status_current_replicas", frozenset(labels.items()))
            assert past[key].values[-1] == simulator.first_controls.workloads[spec.key].replicas


@pytest.fixture(scope="module")
def ninety_days() -> list[HistorySeries]:
    return list(history_series(7, LabScale(), MONDAY_TEN_JST))


def test_ninety_days_stay_within_the_budget(ninety_days: list[HistorySeries]) -> None:
    alive = sum(each.times_s[-1] == MONDAY_TEN_JST for each in ninety_days)
    assert 500 < alive <= 1_060
    assert sum(len(each.times_s) for each in ninety_days) < 30_000_000


def test_history_has_weeks_and_days_in_it(ninety_days: list[HistorySeries]) -> None:
    labels = {
        "source_workload": "cell-router",
        "destination_workload": "tokyo",
        "reporter": "destination",
        "cell": "tokyo",
        "namespace": "cell-tokyo",
        "response_code": "200",
    }
    key = ("istio_requests_total", frozenset(labels.items()))
    series = _by_key(ninety_days)[key]
    coarse = slice(0, 88 * 288)
    rate = np.diff(series.values[coarse]) / np.diff(series.times_s[coarse])
    day = rate[: 87 * 288].reshape(87, 288).mean(axis=1)
    assert rate.max() > 2.0 * rate.min()
    assert day.max() > 1.2 * day.min()


def test_values_are_finite_times_ascend_and_counters_never_fall(ninety_days: list[HistorySeries]) -> None:
    for each in ninety_days[::7]:
        assert len(each.times_s) == len(each.values)
        assert np.all(np.isfinite(each.values))
        assert np.all(np.diff(each.times_s) > 0)
        if is_counter(each.labels["__name__"]):
            assert np.all(np.diff(each.values) >= 0)
            assert each.values[0] >= 0


def test_every_series_of_the_history_is_one_of_the_live_ones_or_a_workload_total() -> None:
    simulator = Simulator(7, LabScale(), MONDAY_TEN_JST)
    state = simulator.step(simulator.first_controls, 1.0)
    state = simulator.step(simulator.first_controls, 1.0)
    live = {(name, frozenset(labels)) for name, labels in (*state.counters, *state.gauges)}
    for name, labels in _by_key(list(history_series(7, LabScale(), MONDAY_TEN_JST, days=0.02, fine_days=0.02))):
        pod_level = "pod" in dict(labels)
        assert pod_level or (name, labels) in live, (name, dict(labels))


def test_same_seed_gives_the_same_history_and_large_labs_a_bounded_one() -> None:
    one, again = (list(history_series(3, LabScale(), MONDAY_TEN_JST, days=1, fine_days=0.1)) for _ in range(2))
    assert all(np.array_equal(left.values, right.values) for left, right in zip(one, again, strict=True))
    large = history_series(3, LabScale(20, 2_000, 50), MONDAY_TEN_JST, days=0.01, fine_days=0.01)
    assert len({each.labels["cell"] for each in large if "cell" in each.labels}) == MOST_CELLS
