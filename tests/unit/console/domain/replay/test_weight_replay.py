"""Moved weights over recorded traffic."""

# proves L5.2 (what a weight would have done), product lead P10

from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.replay.weight_replay import replay_weights

OBSERVED = {"tokyo": np.array([60.0, 70.0, nan, 90.0]), "osaka": np.array([40.0, 50.0, 10.0, 60.0])}


def test_what_arrived_is_spread_anew_and_held_against_the_capacity() -> None:
    tokyo, osaka = replay_weights(OBSERVED, {"tokyo": 0.2, "osaka": 0.8}, {"osaka": 90.0}, 60.0)
    # 100, 120 and 150 requests a second altogether; the third minute is not known.
    assert (osaka.peak, osaka.peak_step, osaka.over_s, osaka.before_s, osaka.known_s) == (120.0, 3, 120.0, 0.0, 180.0)
    assert osaka.excess == pytest.approx((96 - 90 + 120 - 90) * 60)
    assert (round(tokyo.peak, 6), tokyo.capacity, tokyo.over_s, tokyo.known_s) == (30.0, None, None, 180.0)


def test_a_part_that_got_nothing_yet_can_be_given_something() -> None:
    found = replay_weights(OBSERVED, {"tokyo": 0.5, "osaka": 0.0, "new": 0.5}, {"new": 70.0}, 60.0)
    assert found[2].over_s == 60.0


def test_nothing_known_is_no_answer() -> None:
    assert replay_weights({}, {"tokyo": 1.0}, {}, 60.0) == ()
    assert replay_weights({"tokyo": np.array([nan])}, {"tokyo": 1.0}, {}, 60.0) == ()


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=30), st.integers(0, 100), st.floats(1, 1e4))
def test_the_weights_of_the_time_change_nothing(total: list[float], percent: int, capacity: float) -> None:
    share = percent / 100
    whole = np.array(total)
    one, other = replay_weights(
        {"a": whole * share, "b": whole * (1 - share)}, {"a": share, "b": 1 - share}, {"a": capacity * 1.001}, 60.0
    )
    assert one.peak + other.peak == pytest.approx(whole.max())
    assert one.over_s == pytest.approx(float((whole * share > capacity * 1.001 + 1e-6).sum()) * 60, abs=60)
