"""A token bucket over recorded traffic: by hand, by properties, and against an independent simulation."""

# proves L4.2 (what a limit would have done), product lead P10

from math import nan

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from console.domain.replay.limit_replay import replay_limit

RATES = st.lists(st.one_of(st.floats(0, 500), st.just(nan)), min_size=1, max_size=60)


def _requests_one_by_one(rates: list[float], step_s: float, rps: float, burst: float) -> int:
    """Send every request by itself at evenly spaced times; the bucket is filled between them."""
    tokens, last_s, refused = burst, 0.0, 0
    for step, rate in enumerate(rates):
        count = round(rate * step_s)
        for number in range(count):
            at_s = step * step_s + (number + 0.5) * step_s / count
            tokens, last_s = min(burst, tokens + (at_s - last_s) * rps), at_s
            if tokens >= 1:
                tokens -= 1
            else:
                refused += 1
    return refused


def test_a_minute_over_the_rate_uses_the_burst_first() -> None:
    found = replay_limit(np.array([10.0, 15.0, 10.0]), 60.0, rps=10.0, burst=20.0)
    # 15/s bring 300 more than 10/s let through, and the full bucket takes 20 of them.
    assert found.least.tolist() == [0.0, 280.0, 0.0]
    # All in the first half: 600 (900, 600) requests meet 300 of the rate and the bucket, which then fills again.
    assert found.most.tolist() == [280.0, 580.0, 280.0]
    assert found.refused == (280.0, 1140.0)
    assert found.refusing_s == (60.0, 180.0)
    assert found.first_refusal() == 0
    assert found.share == (280 / 2100, 1140 / 2100)


def test_a_gap_counts_nothing_and_lets_the_bucket_fill() -> None:
    found = replay_limit(np.array([13.0, nan, 13.0]), 10.0, rps=10.0, burst=30.0)
    assert found.least.tolist() == [0.0, 0.0, 0.0]  # each time 30 more than the rate, and a full bucket
    assert (found.known_s, found.arrived) == (20.0, 260.0)
    without = replay_limit(np.array([13.0, 13.0]), 10.0, rps=10.0, burst=30.0)
    assert without.least.tolist() == [0.0, 30.0]


def test_nothing_recorded_refuses_nothing() -> None:
    found = replay_limit(np.array([nan, nan]), 60.0, rps=1.0, burst=2.0)
    assert (found.refused, found.share, found.first_refusal()) == ((0.0, 0.0), (0.0, 0.0), None)


@given(RATES, st.floats(0, 400), st.floats(0, 800), st.sampled_from([10.0, 60.0, 300.0]))
def test_even_arrival_is_the_least_and_more_room_never_refuses_more(
    rates: list[float], rps: float, burst: float, step_s: float
) -> None:
    values = np.array(rates)
    found = replay_limit(values, step_s, rps, burst)
    assert found.refused[0] <= found.refused[1] + 1e-6
    assert found.refused[1] <= found.arrived + 1e-6
    for roomier in (replay_limit(values, step_s, rps * 1.1, burst), replay_limit(values, step_s, rps, burst + 1)):
        assert roomier.refused[0] <= found.refused[0] + 1e-6
        assert roomier.refused[1] <= found.refused[1] + 1e-6


@given(st.lists(st.integers(0, 20), min_size=1, max_size=12), st.integers(1, 15), st.integers(2, 30))
def test_requests_sent_one_by_one_are_refused_alike(rates: list[int], rps: int, burst: int) -> None:
    rates_s = [float(one) for one in rates]
    one_by_one = _requests_one_by_one(rates_s, 10.0, rps, burst)
    flowing = replay_limit(np.array(rates_s), 10.0, rps, burst).refused[0]
    assert (
        abs(one_by_one - flowing) <= 2 * len(rates) + 1
    )  # whole requests; a bucket of one token would lose parts of one
