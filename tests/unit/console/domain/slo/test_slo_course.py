"""The course of a budget: what was left at each moment, and what another objective would have meant.

# proves L3.1
"""

import itertools
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.resource import ResourceRef
from console.domain.slo.slo_course import SloCourse, course_of

REF = ResourceRef("prom", "SLO", "web", "availability")
DAY_S = 86_400
NAN = float("nan")


def course(ratios: list[float], weights: list[float] | None = None) -> SloCourse:
    times = [1_000.0 * (place + 1) for place in range(len(ratios))]
    return course_of(REF, 30 * DAY_S, 1e6, 1000.0, times, ratios, weights or [1.0] * len(ratios))


def test_the_budget_goes_by_events_not_by_time() -> None:
    one = course([0.0, 0.01, 0.0], [100.0, 300.0, 600.0])  # 3 of 1000 events failed
    assert one.bad == pytest.approx((0.0, 0.003, 0.003))
    assert one.left(99.0) == pytest.approx((1.0, 0.7, 0.7))
    assert one.used_up_at(99.0) is None
    assert one.left(99.9)[-1] == pytest.approx(-2.0)
    assert one.used_up_at(99.9) == 2000.0


def test_steps_without_events_say_nothing() -> None:
    one = course([0.01, NAN, 0.03], [1.0, 0.0, 1.0])
    assert one.times == (1000.0, 3000.0)
    assert one.bad[-1] == pytest.approx(0.02)
    assert one.known_s == 2000.0
    assert one.begins_s == 0.0


def test_nothing_known_is_an_empty_course() -> None:
    one = course([NAN, NAN])
    assert (one.times, one.bad, one.known_s, one.used_up_at(99.0)) == ((), (), 0.0, None)
    assert one.begins_s == one.at_s


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 1e6)), min_size=1, max_size=50),
    st.floats(min_value=90, max_value=99.99),
)
def test_what_is_left_never_rises_and_agrees_with_when_it_ended(
    steps: list[tuple[float, float]], percent: float
) -> None:
    one = course([ratio for ratio, _ in steps], [weight for _, weight in steps])
    left = one.left(percent)
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(left))
    assert (one.used_up_at(percent) is None) == (one.bad[-1] < (100 - percent) / 100)


def test_another_objective_is_computed_within_a_frame() -> None:
    one = course([0.001] * 11_000)
    best = min(_seconds(one) for _ in range(5))
    assert best < 0.05


def _seconds(one: SloCourse) -> float:
    start = perf_counter()
    one.left(99.5)
    one.used_up_at(99.5)
    return perf_counter() - start
