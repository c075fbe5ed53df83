"""The local history gives back what was last known, keeps series in three resolutions, and forgets in time."""

# proves C5

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.connection import ConnectionState, ConnectionStatus
from console.domain.event import SeriesObserved
from console.domain.resource import Condition, ResourceRef
from console.domain.route import Destination, Route
from console.domain.signal import Reading, SignalKey
from console.store.history.history import History
from console.store.history.resolution import downsample
from console.store.state import ObjectTable, Readings, State

KEY = SignalKey("rps", "tokyo", "web")
DAY_S = 86_400


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path / "history.sqlite")
    yield history
    history.close()


def _state() -> State:
    hpa = Autoscaler(
        ResourceRef("lab", "HorizontalPodAutoscaler", "cell-tokyo", "web", "autoscaling"),
        "Deployment", "web", 2, 10, 4, None, (ScalingMetric("cpu", "61%", "70%", "Resource"),),
        (Condition("ScalingActive", "True", "ValidMetricFound", "予算", 5.0),), None,
    )  # fmt: skip
    route = Route(ResourceRef("lab", "VirtualService", "edge", "router"), ("*",), (Destination("tokyo", 60),))
    return State(
        connections={"lab": ConnectionStatus("lab", "kubernetes", ConnectionState.LIVE, 1.0, 9.0, detail="v1.36")},
        objects={("lab", "autoscalers"): ObjectTable({hpa.ref: hpa, route.ref: route}, 9.0)},
        readings={"lab": Readings({KEY: Reading(120.5, 9.0, "sum(rate(x[5m]))")}, 9.0)},
    )


def test_the_last_known_state_comes_back_as_it_was_and_says_that_it_is_history(history: History) -> None:
    state = _state()
    history.save("shop", state, [("lab", "autoscalers")], ["lab"])
    known = history.load("shop")
    assert known.connections == state.connections
    assert known.objects["lab", "autoscalers"].rows == state.objects["lab", "autoscalers"].rows
    assert known.objects["lab", "autoscalers"].from_history
    assert known.readings["lab"].values == state.readings["lab"].values
    assert history.load("another").objects == {}


def test_a_list_that_was_still_arriving_is_not_kept(history: History) -> None:
    state = State(objects={("lab", "pods"): ObjectTable({}, 1.0, complete=False)})
    history.save("shop", state, [("lab", "pods")], [])
    assert history.load("shop").objects == {}


def test_the_finest_resolution_that_reaches_back_is_read(history: History) -> None:
    now_s = 400 * DAY_S
    times = tuple(float(at_s) for at_s in range(now_s - 7_200, now_s, 30))
    history.append("shop", [SeriesObserved(KEY, times, tuple(float(number) for number in range(len(times))))])
    fine_times, fine = history.read("shop", KEY, now_s - 3_600, now_s)
    assert fine_times[1] - fine_times[0] == 60
    assert fine[0] == pytest.approx(120.5)  # the mean of the points 120 and 121
    old = tuple(float(at_s) for at_s in range(now_s - 20 * DAY_S, now_s - 19 * DAY_S, 300))
    history.append("shop", [SeriesObserved(KEY, old, (7.0,) * len(old))])
    history.forget_old(now_s)
    coarse_times, _ = history.read("shop", KEY, now_s - 20 * DAY_S, now_s)
    assert coarse_times[1] - coarse_times[0] == 300


def test_points_that_arrive_one_by_one_give_the_same_mean_as_at_once(history: History) -> None:
    for number in range(12):
        history.append("shop", [SeriesObserved(KEY, (600.0 + 5 * number,), (float(number),))])
    assert history.read("shop", KEY, 600, 700) == ([600.0], [5.5])


def test_retention_bounds_the_file(history: History) -> None:
    history.append("shop", [SeriesObserved(KEY, (0.0,), (1.0,))])
    assert history.forget_old(1_000 * DAY_S) == 3
    assert history.read("shop", KEY, 0, 10) == ([], [])


def test_downsampling_leaves_out_what_is_no_number() -> None:
    assert list(downsample((0.0, 1.0, 60.0), (2.0, float("nan"), float("inf")), 60)) == [(0, 2.0, 1)]
