"""The local history gives back what was last known, keeps series in three resolutions, and forgets in time."""

# proves C5

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.carbon.energy_use import RunPrice
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import SeriesObserved
from console.domain.resource import Condition, ResourceRef
from console.domain.route import Destination, Route
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.kernel.errors import UserError
from console.settings.history import HistoryRetention
from console.store.history.history import History
from console.store.history.resolution import downsample, resolutions
from console.store.history.row_codec import decode_rows, encode_rows
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


@pytest.mark.parametrize("odd", [float("inf"), float("-inf"), float("nan")])
def test_a_reading_that_is_no_number_is_not_kept_and_costs_no_other_one(history: History, odd: float) -> None:
    values = {KEY: Reading(120.5, 9.0), SignalKey("ratio", "tokyo"): Reading(odd, 9.0)}
    history.save("shop", State(readings={"lab": Readings(values, 9.0)}), [], ["lab"])
    assert history._database.rows("SELECT readings FROM readings WHERE readings LIKE '%null%'") == []
    assert history.load("shop").readings["lab"].values == {KEY: Reading(120.5, 9.0)}


def test_a_kept_reading_that_cannot_be_read_costs_no_other_one(history: History) -> None:
    """Older versions wrote null for what is infinite."""
    pairs = b'[[{"signal":"ratio"},{"value":null,"at_s":9.0}],[{"signal":"rps"},{"value":2.5,"at_s":9.0}],7]'
    with history._database.transaction() as sql:
        sql.execute("INSERT INTO readings VALUES ('shop', 'lab', 9.0, ?)", (pairs,))
    assert history.load("shop").readings["lab"].values == {SignalKey("rps"): Reading(2.5, 9.0)}


def test_a_row_with_a_number_that_is_none_costs_no_other_row() -> None:
    good, odd = (
        RunPrice(ResourceRef("prom", "RunPrice", "", cell), cell, price, 0.003)
        for cell, price in (("tokyo", 0.02), ("osaka", float("inf")))
    )
    assert decode_rows(encode_rows([odd, good])) == (good,)


def test_a_list_that_was_still_arriving_is_not_kept(history: History) -> None:
    state = State(objects={("lab", "pods"): ObjectTable({}, 1.0, complete=False)})
    history.save("shop", state, [("lab", "pods")], [])
    assert history.load("shop").objects == {}


def test_the_finest_resolution_that_reaches_back_is_read(history: History) -> None:
    now_s = 400 * DAY_S
    times = tuple(float(at_s) for at_s in range(now_s - 7_200, now_s, 30))
    history.append("shop", [SeriesObserved(KEY, times, tuple(float(number) for number in range(len(times))))])
    fine_times, fine = history.read("shop", KEY, now_s - 3_600, now_s)
    assert fine_times[1] - fine_times[0] == 30  # as measured
    assert fine[0] == 120.0
    for days, step_s in ((10, 60), (20, 3_600)):
        old = tuple(float(at_s) for at_s in range(now_s - days * DAY_S, now_s - days * DAY_S + 7_200, 20))
        history.append("shop", [SeriesObserved(KEY, old, (7.0,) * len(old))])
        history.forget_old(now_s)
        coarse_times, coarse = history.read("shop", KEY, now_s - days * DAY_S, now_s)
        assert coarse_times[1] - coarse_times[0] == step_s
        assert coarse[:2] == [7.0, 7.0]


@pytest.mark.parametrize("poll_s", [1, 15, 60])
def test_a_span_from_before_the_first_point_is_read_as_measured(history: History, poll_s: int) -> None:
    now_s = 400 * DAY_S + 1_234
    times = tuple(float(at_s) for at_s in range(now_s - 2_400, now_s + 1, poll_s))
    history.append("shop", [SeriesObserved(KEY, times, times)])
    assert history.read("shop", KEY, now_s - 3_600, now_s) == ([*times], [*times])
    assert len(history.read("shop", KEY, now_s - 1_203, now_s)[0]) == 1_203 // poll_s + 1  # between two readings


def test_a_pause_of_the_console_does_not_make_what_follows_coarse(history: History) -> None:
    """It was closed when the span begins, and had been open before."""
    now_s = 400 * DAY_S
    times = (now_s - 9_000.0, *(float(at_s) for at_s in range(now_s - 1_800, now_s, 15)))
    history.append("shop", [SeriesObserved(KEY, times, times)])
    assert len(history.read("shop", KEY, now_s - 3_600, now_s)[0]) == 120


def test_points_that_arrive_one_by_one_give_the_same_mean_as_at_once(history: History) -> None:
    for number in range(12):
        history.append("shop", [SeriesObserved(KEY, (600.0 + 5 * number,), (float(number),))])
    assert history.read("shop", KEY, 600, 700)[1] == [float(number) for number in range(12)]
    history.forget_old(600 + 2 * DAY_S)  # what was measured is forgotten, its mean by the minute is not
    assert history.read("shop", KEY, 600, 700) == ([600.0], [5.5])


def test_retention_bounds_the_file(history: History) -> None:
    history.append("shop", [SeriesObserved(KEY, (0.0,), (1.0,))])
    assert history.forget_old(1_000 * DAY_S) == 3
    assert history.read("shop", KEY, 0, 10) == ([], [])


def test_what_the_settings_say_is_what_is_kept() -> None:
    kept = HistoryRetention()
    assert resolutions(kept.raw_days, kept.minute_days, kept.hour_days) == resolutions()
    assert [(one.step_s, one.keep_s) for one in resolutions(1, 2, 3)] == [
        (1, DAY_S), (60, 2 * DAY_S), (3_600, 3 * DAY_S)
    ]  # fmt: skip


def test_a_hundred_days_of_readings_level_off(tmp_path: Path) -> None:
    """One reading every five minutes, looked after once a day: as many points as the retention says, no more."""
    file = tmp_path / "history.sqlite"
    history = History(file, resolutions(raw_days=1, minute_days=5, hour_days=40))
    sizes = []
    for day in range(100):
        times = tuple(float(day * DAY_S + at_s) for at_s in range(0, DAY_S, 300))
        keys = [SignalKey("rps", f"cell-{number}") for number in range(4)]
        history.append("shop", [SeriesObserved(key, times, (float(day),) * len(times)) for key in keys])
        history.forget_old((day + 1) * DAY_S)
        counted = history._database.rows("SELECT count(*) FROM points")
        assert int(str(counted[0][0])) <= 4 * (288 + 5 * 288 + 40 * 24 + 3)
        sizes.append(file.stat().st_size)
    assert max(sizes[60:]) <= 1.1 * sizes[45]
    assert history.read("shop", keys[0], 61 * DAY_S, 62 * DAY_S)[1][0] == 61.0
    history.close()


def test_a_history_that_is_too_large_loses_its_oldest_points_first(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite", max_bytes=200_000)
    times = tuple(float(at_s) for at_s in range(0, 40_000, 2))
    history.append("shop", [SeriesObserved(KEY, times, times)])
    assert history.forget_old(40_000) > 1_000
    pages = history._database.rows("PRAGMA page_count")[0][0]
    free = history._database.rows("PRAGMA freelist_count")[0][0]
    assert (int(str(pages)) - int(str(free))) * 4096 <= 200_000
    kept, _ = history.read("shop", KEY, 0, 40_000)
    assert kept[-1] >= 39_000
    assert history.read("shop", KEY, 39_900, 40_000)[1][-1] == 39_998.0
    history.close()


def test_a_large_last_known_state_does_not_erase_what_was_recorded(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite", max_bytes=200_000)
    readings = {SignalKey("rps", f"cell-{number}"): Reading(1.0, 5.0, "q" * 400) for number in range(1_000)}
    times = tuple(float(at_s) for at_s in range(0, 80_000, 60))
    history.append("shop", [SeriesObserved(KEY, times, times)])
    history.save("shop", State(readings={"lab": Readings(readings, 80_000.0)}), [], ["lab"])
    assert history.forget_old(80_000) == 0
    assert history.read("shop", KEY, 0, 80_000)[0] == [*times]
    history.close()


def test_the_points_of_the_last_hour_stay_however_little_may_be_kept(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite", max_bytes=1)
    times = tuple(float(at_s) for at_s in range(0, 40_000, 10))
    history.append("shop", [SeriesObserved(KEY, times, times)])
    assert history.forget_old(40_000) > 1_000
    assert history.read("shop", KEY, 36_400, 40_000)[0] == [*times[-360:]]
    history.close()


def test_reading_a_series_that_nobody_wrote_writes_nothing(history: History) -> None:
    assert history.read("shop", KEY, 0, 10) == ([], [])
    assert history._database.rows("SELECT count(*) FROM series") == [(0,)]


def test_a_write_that_was_taken_back_does_not_mix_up_series(history: History) -> None:
    """A number that was given to a series in a lost transaction must not be used when another series has got it."""
    other = SignalKey("ttfb", "osaka")
    with pytest.raises(AttributeError):
        history.append("shop", [SeriesObserved(KEY, (0.0,), (1.0,)), None])  # type: ignore[list-item]
    history.append("shop", [SeriesObserved(other, (0.0,), (2.0,))])
    history.append("shop", [SeriesObserved(KEY, (0.0,), (1.0,))])
    assert history.read("shop", other, 0, 10)[1] == [2.0]
    assert history.read("shop", KEY, 0, 10)[1] == [1.0]


def test_two_consoles_write_one_file_at_once(tmp_path: Path) -> None:
    """Both open (and lift) it at the same moment, and every point of both arrives."""
    file = tmp_path / "history.sqlite"
    barrier = threading.Barrier(2)

    def write(number: int) -> None:
        history = History(file)
        key = SignalKey("rps", f"console-{number}")
        barrier.wait(10)
        for at_s in range(200):
            history.append("shop", [SeriesObserved(key, (float(at_s),), (1.0,))])
            history.append("shop", [SeriesObserved(KEY, (float(1_000 * number + at_s),), (1.0,))])
        history.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(2)))
    history = History(file)
    for number in range(2):
        assert len(history.read("shop", SignalKey("rps", f"console-{number}"), 0, 999)[0]) == 200
    assert len(history.read("shop", KEY, 0, 9_999)[0]) == 400
    history.close()


def test_downsampling_leaves_out_what_is_no_number() -> None:
    assert list(downsample((0.0, 1.0, 60.0), (2.0, float("nan"), float("inf")), 60)) == [(0, 2.0, 1)]


@pytest.mark.parametrize("at_s", [1e30, -1e30, float("inf"), float("nan"), 1_764_000_000_000.0])
def test_a_point_of_a_time_that_no_clock_shows_is_left_out_and_the_others_are_kept(
    history: History, at_s: float
) -> None:
    """SQLite has no number for it: the recorder ended over it, and nothing was recorded any more (hostile answers)."""
    history.append("shop", [SeriesObserved(KEY, (60.0, at_s, 61.0), (1.0, 5.0, 3.0))])
    assert history.read("shop", KEY, 0, 100) == ([60.0, 61.0], [1.0, 3.0])
    assert history._database.rows("SELECT count(*) FROM points WHERE at_s > 3600") == [(0,)]


def test_what_was_last_known_of_a_connection_goes_when_its_coarsest_points_go(history: History) -> None:
    readings = Readings({KEY: Reading(1.0, 5.0)}, 5.0)
    history.save("shop", State(readings={"metrics": readings}), [], ["metrics"])
    history.forget_old(399 * DAY_S)
    assert "metrics" in history.load("shop").readings
    history.forget_old(401 * DAY_S)
    assert history.load("shop").readings == {}


def test_a_file_that_was_large_is_small_again_and_so_is_its_log(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite"
    history = History(file)
    times = tuple(float(at_s) for at_s in range(60_000))
    history.append("shop", [SeriesObserved(KEY, times, times)])
    history.forget_old(60_000)  # nothing is old yet
    large = file.stat().st_size + file.with_name("history.sqlite-wal").stat().st_size
    history.forget_old(3 * DAY_S)  # what was measured to the second has gone, the minutes stay
    assert file.stat().st_size < large / 10
    assert file.with_name("history.sqlite-wal").stat().st_size == 0
    assert len(history.read("shop", KEY, 0, 60_000)[0]) == 1_000
    history.close()


def test_a_history_begun_anew_does_not_mix_up_series_by_their_old_numbers(tmp_path: Path) -> None:
    """The file is found damaged inside while the console runs; it is set aside, and numbers begin from one again."""
    file = tmp_path / "history.sqlite"
    history, other = History(file), SignalKey("ttfb", "osaka")
    times = tuple(float(at_s) for at_s in range(8_000))
    history.append("shop", [SeriesObserved(KEY, times, times), SeriesObserved(other, times[:1], (1.0,))])
    history._database.shrink()
    history._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    history.close()
    raw = file.read_bytes()
    file.write_bytes(raw[: 10 * 4096] + b"\xff" * (len(raw) - 10 * 4096))
    history = History(file)
    with pytest.raises(UserError, match=r"The local history .*history\.sqlite cannot be used"):
        history.read("shop", KEY, 0, 8_000)
    history.append("shop", [SeriesObserved(other, (5.0,), (2.0,))])
    assert history.read("shop", other, 0, 10) == ([5.0], [2.0])
    assert history.read("shop", KEY, 0, 8_000) == ([], [])
    assert file.with_suffix(".damaged").exists()
    history.close()
