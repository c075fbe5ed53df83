"""The rule of the soak: a planted leak is found; what returns, jumps once or warms up is none. Proves issue 8."""

import random
from collections.abc import Callable

import pytest

from tests.soak.sample import Sample
from tests.soak.type_counts import TypeCounts
from tests.soak.verdict import BOUNDS, TREND, grown_types, judged

MINUTES = 60
Course = Callable[[int], float]


def _samples(course: Course, measure: str = "rss_mb") -> list[Sample]:
    return [Sample(60.0 * minute, {measure: course(minute)}) for minute in range(MINUTES)]


def _grown(course: Course, measure: str = "rss_mb") -> bool:
    (found,) = judged(_samples(course, measure))
    return found.has_grown


def _noise(width: float) -> Course:
    dice = random.Random(7)
    return lambda _minute: dice.uniform(-width, width)


@pytest.mark.parametrize("per_minute", [0.6, 2.0])
def test_a_leak_is_found_below_noise_ten_times_as_large(per_minute: float) -> None:
    noise = _noise(6.0)
    assert _grown(lambda minute: 400.0 + per_minute * minute + noise(minute))


def test_a_leak_in_steps_is_found() -> None:
    """As one of windows that are opened once in ten minutes."""
    assert _grown(lambda minute: 400.0 + 10.0 * (minute // 10))


@pytest.mark.parametrize(
    "course",
    [
        lambda minute: 400.0,
        lambda minute: 400.0 + 60.0 * (minute % 10) / 10,  # collected once in ten minutes
        lambda minute: 400.0 if minute < 59 else 900.0,  # one high sample, the last
        lambda minute: 500.0 - 200.0 * 0.5**minute,  # warms up
        lambda minute: 500.0 - minute,
    ],
    ids=["flat", "saw-tooth", "peak", "warm-up", "falling"],
)
def test_what_is_no_leak_is_none(course: Course) -> None:
    assert not _grown(course)


@pytest.mark.parametrize("measure", ["fds", "threads", "timers", "scopes", "windows", "lab_fds"])
def test_one_handle_in_five_minutes_is_a_leak(measure: str) -> None:
    assert _grown(lambda minute: 40.0 + minute // 5, measure)
    assert not _grown(lambda minute: 40.0 + minute % 3, measure)


def test_the_type_of_which_there_are_ever_more_is_named() -> None:
    samples = [
        Sample(
            60.0 * minute,
            {},
            TypeCounts({"views.window.Window": 1 + minute, "views.page.Destination": 70 + minute % 7}),
        )
        for minute in range(MINUTES)
    ]
    assert [one.measure for one in grown_types(samples)] == ["views.window.Window"]


def test_too_few_samples_are_no_verdict() -> None:
    with pytest.raises(ValueError, match="say nothing"):
        judged(_samples(lambda _minute: 1.0)[:8])


def test_what_comes_before_everything_was_done_once_is_left_out() -> None:
    samples = [
        Sample(60.0 * minute, {"fds": 9.0 + min(minute, 40)}, cycles=int(minute > 40)) for minute in range(MINUTES)
    ]
    assert not any(one.has_grown for one in judged(samples))


def test_every_measure_that_is_bounded_has_a_bound_that_a_run_can_keep() -> None:
    assert all(one.floor > 0 for one in BOUNDS)
    assert 0 < TREND < 1
