"""The HPA's arithmetic against cases worked out by hand from the autoscaling/v2 documentation (proves L2.1)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.lab.simulator.hpa import bounded, desired_by_average_value, desired_by_utilisation, scale_up_limit


@pytest.mark.parametrize(
    ("ready", "starting", "utilisation", "target", "wanted"),
    [
        (4, 0, 0.60, 0.60, 4),  # at the target
        (4, 0, 0.659, 0.60, 4),  # 9.8 % above: within the tolerance of 10 %
        (4, 0, 0.67, 0.60, 5),  # 11.7 % above: ceil(4 * 1.1167) = 5
        (4, 0, 1.20, 0.60, 8),  # the documentation's own example: twice the target doubles
        (4, 0, 0.30, 0.60, 2),  # half the target halves
        (3, 0, 0.50, 0.60, 3),  # ceil(3 * 0.833) = 3
        (10, 0, 0.55, 0.60, 10),  # 8 % below: within the tolerance
        (5, 5, 1.20, 0.60, 10),  # starting pods count as idle: ratio 2 * 5 / 10 = 1, nothing to do
        (5, 1, 1.20, 0.60, 10),  # 2 * 5 / 6 = 1.667: ceil(1.667 * 6) = 10
        (2, 6, 0.90, 0.60, 8),  # dampened below 1: the direction would turn, so nothing is done
        (0, 3, 0.0, 0.60, 3),  # nobody serves yet: wait
    ],
)
def test_utilisation_cases_worked_out_by_hand(
    ready: int, starting: int, utilisation: float, target: float, wanted: int
) -> None:
    assert desired_by_utilisation(ready, starting, utilisation, target) == wanted


@pytest.mark.parametrize(
    ("current", "total", "target", "wanted"),
    [
        (1, 600, 600, 1),
        (1, 659, 600, 1),  # within the tolerance
        (1, 661, 600, 2),
        (2, 6000, 600, 10),
        (10, 600, 600, 1),
        (4, 0, 600, 0),  # bounds make a minimum of it
        (0, 100, 600, 1),
    ],
)
def test_average_value_cases_worked_out_by_hand(current: int, total: float, target: float, wanted: int) -> None:
    assert desired_by_average_value(current, total, target) == wanted


def test_default_scale_up_policy_allows_four_pods_or_a_doubling() -> None:
    assert scale_up_limit(1, 1) == 5
    assert scale_up_limit(4, 4) == 8
    assert scale_up_limit(10, 10) == 20
    assert scale_up_limit(9, 4) == 9  # already more than the policy: no forced scale-down


def test_bounds_name_their_reason() -> None:
    assert bounded(12, 2, 9) == (9, "TooManyReplicas")
    assert bounded(1, 2, 9) == (2, "TooFewReplicas")
    assert bounded(5, 2, 9) == (5, "DesiredWithinRange")


def test_a_target_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        desired_by_utilisation(1, 0, 0.5, 0.0)
    with pytest.raises(ValueError, match="above zero"):
        desired_by_average_value(1, 5, 0.0)


@given(
    ready=st.integers(1, 500),
    utilisation=st.floats(0.0, 5.0, allow_nan=False),
    target=st.floats(0.05, 1.5, allow_nan=False),
)
def test_result_is_never_far_from_the_ratio_rule(ready: int, utilisation: float, target: float) -> None:
    wanted = desired_by_utilisation(ready, 0, utilisation, target)
    exact = ready * utilisation / target
    if abs(utilisation / target - 1.0) <= 0.1:
        assert wanted == ready
    else:
        assert math.floor(exact) <= wanted <= math.ceil(exact) + 1e-9
    assert (wanted > ready) <= (utilisation > target)


@given(ready=st.integers(1, 100), starting=st.integers(0, 100), utilisation=st.floats(0.0, 5.0, allow_nan=False))
def test_starting_pods_never_make_it_scale_more_than_ready_ones_alone(
    ready: int, starting: int, utilisation: float
) -> None:
    wanted = desired_by_utilisation(ready, starting, utilisation, 0.6)
    alone = desired_by_utilisation(ready, 0, utilisation, 0.6)
    assert wanted <= max(alone, ready + starting)
