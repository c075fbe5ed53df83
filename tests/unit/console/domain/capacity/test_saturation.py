"""What a replica can take: hand-computed, with the arithmetic written out (proves L4.3)."""

from math import inf, nan

import pytest

from console.domain.capacity.capacity_rule import CapacityRule
from console.domain.capacity.load_point import LoadPoint, load_points
from console.domain.capacity.saturation import Ground, LoadTrial, saturation

RULE = CapacityRule(latency_s=0.8, most_used=0.85)


def test_the_load_at_which_the_latency_passes_its_limit_is_between_the_points_beside_it() -> None:
    points = (LoadPoint(50, 0.2, 0.4), LoadPoint(80, 0.5, 0.64), LoadPoint(100, 1.1, 0.8))
    found = saturation(points, RULE)
    # From (80 rps, 0.5 s) to (100 rps, 1.1 s): 80 + (0.8 - 0.5) / (1.1 - 0.5) * (100 - 80) = 80 + 0.5 * 20 = 90.
    assert found.per_replica == pytest.approx(90)
    assert (found.low, found.high, found.ground) == (80, 100, Ground.OBSERVED)


def test_cpu_says_where_the_limit_would_be_when_it_was_never_reached() -> None:
    points = (LoadPoint(40, 0.2, 0.40), LoadPoint(60, 0.25, 0.60))
    found = saturation(points, RULE)
    # Slope (40*0.40 + 60*0.60) / (40² + 60²) = 52 / 5200 = 0.01 per rps; 0.85 / 0.01 = 85 rps.
    assert found.per_replica == pytest.approx(85)
    assert found.ground is Ground.USED
    assert found.low == pytest.approx(85)  # both points lie on the line
    assert found.high == pytest.approx(85)


def test_cpu_that_is_used_without_any_load_is_not_charged_to_the_load() -> None:
    points = tuple(LoadPoint(load, None, 0.1 + load / 100) for load in (10, 20, 40))
    found = saturation(points, RULE)
    # 10 % CPU without load, then 1 % per rps: (0.85 - 0.10) / 0.01 = 75 rps.
    assert (found.per_replica, found.low, found.high) == pytest.approx((75, 75, 75))


def test_points_off_the_line_widen_the_interval_but_not_below_what_was_carried() -> None:
    points = (LoadPoint(40, 0.2, 0.40), LoadPoint(60, 0.25, 0.60), LoadPoint(80, 0.3, 0.96))
    found = saturation(points, RULE)
    # A line with a foot would begin at -0.19, so it begins at 0:
    # (16 + 36 + 76.8) / (1600 + 3600 + 6400) = 128.8 / 11600 = 0.011103…; 0.85 / 0.011103… = 76.55…; but 80 were
    # carried within the latency limit, so 80 it is. The busier half (60 and 80 rps): 0.01 and 0.012 per rps.
    assert found.per_replica == pytest.approx(80)
    assert found.ground is Ground.LEAST
    assert found.low == pytest.approx(80)


def test_a_latency_that_is_over_the_limit_at_every_load_says_nothing_of_the_load() -> None:
    points = (LoadPoint(2, 3.0, 0.2), LoadPoint(4, 3.1, 0.4))
    assert saturation(points, RULE).ground is Ground.USED
    assert saturation(points, RULE).per_replica == pytest.approx(8.5)  # 0.85 / 0.1


def test_one_slow_hour_between_fast_ones_is_no_saturation() -> None:
    points = (LoadPoint(50, 0.2, None), LoadPoint(60, 1.4, None), LoadPoint(70, 0.3, None))
    assert saturation(points, RULE) == (70, 70, inf, Ground.LEAST)


def test_a_load_test_that_found_the_limit_speaks_before_production() -> None:
    points = (LoadPoint(50, 0.2, 0.4), LoadPoint(80, 0.5, 0.64), LoadPoint(100, 1.1, 0.8))
    trials = (LoadTrial(70, True), LoadTrial(95, True), LoadTrial(120, False), LoadTrial(130, True))
    # The most that was passed below the least that failed: 95; that 130 passed once is no proof.
    assert saturation(points, RULE, trials) == (95, 95, 120, Ground.TESTED)


def test_a_passed_load_test_is_a_floor_under_what_is_computed() -> None:
    points = (LoadPoint(40, 0.2, 0.40), LoadPoint(60, 0.25, 0.60))  # 85 by CPU
    assert saturation(points, RULE, (LoadTrial(70, True),)).per_replica == pytest.approx(85)
    raised = saturation(points, RULE, (LoadTrial(100, True),))
    assert (raised.per_replica, raised.low, raised.ground) == (100, 100, Ground.REACHED)


def test_a_load_test_that_failed_below_what_is_computed_is_the_limit() -> None:
    points = (LoadPoint(40, 0.2, 0.40), LoadPoint(60, 0.25, 0.60))  # 85 by CPU
    assert saturation(points, RULE, (LoadTrial(70, False),)) == (70, 70, 70, Ground.TESTED)
    slow = (LoadPoint(50, 0.2, 0.4), LoadPoint(80, 0.5, 0.64), LoadPoint(100, 1.1, 0.8))  # 90, between 80 and 100
    assert saturation(slow, RULE, (LoadTrial(85, False),)) == (85, 80, 85, Ground.TESTED)


def test_a_load_test_that_failed_at_what_production_carries_well_says_nothing() -> None:
    points = tuple(LoadPoint(load, 0.2, load / 200) for load in (40, 60, 80, 100, 120))
    known = saturation(points, RULE)  # 0.85 × 200 = 170 by CPU
    assert known.per_replica == pytest.approx(170)
    assert saturation(points, RULE, (LoadTrial(2, False),)) == known
    assert saturation(points, RULE, (LoadTrial(2, False), LoadTrial(120, False))) == known
    assert saturation(points, RULE, (LoadTrial(2, False), LoadTrial(150, False))).per_replica == 150
    slow = tuple(LoadPoint(load, 3.0, load / 200) for load in (40, 120))  # carried, but never quick enough
    assert saturation(slow, RULE, (LoadTrial(50, False),)).per_replica == 50


def test_a_failed_load_test_counts_until_a_later_one_passes_as_much() -> None:
    points = (LoadPoint(40, 0.2, 0.20), LoadPoint(60, 0.2, 0.30))  # 170 by CPU
    failed = LoadTrial(70, False, 100.0)
    assert saturation(points, RULE, (failed, LoadTrial(180, True, 200.0))) == (180, 180, inf, Ground.REACHED)
    assert saturation(points, RULE, (failed, LoadTrial(70, True, 200.0))).per_replica == pytest.approx(170)
    assert saturation(points, RULE, (failed, LoadTrial(65, True, 200.0))) == (65, 65, 70, Ground.TESTED)
    assert saturation(points, RULE, (LoadTrial(180, True, 50.0), failed)) == (70, 70, 70, Ground.TESTED)


def test_a_load_test_that_failed_above_what_is_computed_bounds_it() -> None:
    carried = (LoadPoint(50, 0.2, None), LoadPoint(60, 0.3, None))
    assert saturation(carried, RULE, (LoadTrial(75, False), LoadTrial(90, False))) == (60, 60, 75, Ground.LEAST)
    slow = (LoadPoint(50, 0.2, 0.4), LoadPoint(80, 0.5, 0.64), LoadPoint(100, 1.1, 0.8))
    assert saturation(slow, RULE, (LoadTrial(110, False),)).high == 100


def test_nothing_known_is_said_to_be_unknown() -> None:
    assert saturation((), RULE) == (None, 0.0, inf, Ground.UNKNOWN)
    assert saturation((), RULE, (LoadTrial(5, False),)).ground is Ground.UNKNOWN


def test_hours_are_summed_up_by_load_and_what_was_not_measured_stays_unknown() -> None:
    loads = [nan, 0.0, *range(1, 101)]
    found = load_points(loads, [nan, 0.1, *([0.2] * 100)], [nan] * 102)
    assert sum(one.hours for one in found) == 100
    assert [one.load for one in found] == sorted(one.load for one in found)
    assert found[-1] == LoadPoint(99.5, 0.2, None, 2)  # the busiest fiftieth: hours 99 and 100
    assert load_points([], [], []) == ()
