"""Weighted accuracy and milestones.

# proves E7.1
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.model.weighted_accuracy import (
    BASELINE,
    MILESTONES,
    TARGET,
    AccuracyParts,
    Urgency,
    milestone_findings,
    urgency_of,
)

START = date(2026, 9, 1)


def test_the_three_sources_weigh_a_half_three_tenths_and_a_fifth() -> None:
    assert AccuracyParts(0.8, 0.7, 0.6).weighted == pytest.approx(0.4 + 0.21 + 0.12)
    assert AccuracyParts(1.0, 1.0, 1.0).weighted == pytest.approx(1.0)


@pytest.mark.parametrize(
    "parts", [AccuracyParts(None, 0.7, 0.6), AccuracyParts(0.8, None, 0.6), AccuracyParts(0.8, 0.7)]
)
def test_a_missing_source_leaves_the_whole_unknown(parts: AccuracyParts) -> None:
    assert parts.weighted is None


def test_the_milestones_are_those_of_the_requirement() -> None:
    assert (BASELINE, TARGET) == (0.50, 0.85)
    assert [(one.key, one.days, one.accuracy) for one in MILESTONES] == [
        ("week-1", 7, 0.60), ("week-2", 14, 0.65), ("week-4", 28, 0.70), ("week-8", 56, 0.75), ("month-3", 91, 0.85),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("gap", "urgency"),
    [
        (0.051, Urgency.URGENT),
        (0.05, Urgency.WARNING),
        (0.021, Urgency.WARNING),
        (0.02, Urgency.OK),
        (-0.1, Urgency.OK),
    ],
)
def test_the_gap_decides_the_urgency(gap: float, urgency: Urgency) -> None:
    assert urgency_of(gap) is urgency


def test_today_counts_for_the_last_milestone_that_is_due() -> None:
    measured = {START + timedelta(days=6): 0.58, START + timedelta(days=13): 0.66, START + timedelta(days=27): 0.71}
    found = milestone_findings(START, START + timedelta(days=60), 0.69, measured)
    assert [one.reached for one in found] == [0.58, 0.66, 0.71, 0.69, None]
    assert [one.urgency for one in found] == [Urgency.OK, Urgency.OK, Urgency.OK, Urgency.URGENT, None]
    assert [one.is_current for one in found] == [False, False, False, True, False]
    assert found[3].due == START + timedelta(days=56)


def test_a_milestone_takes_no_measurement_from_before_the_one_ahead_of_it() -> None:
    found = milestone_findings(START, START + timedelta(days=30), 0.7, {START + timedelta(days=3): 0.61})
    assert [one.reached for one in found] == [0.61, None, 0.7, None, None]
    assert found[1].urgency is None


def test_nothing_is_due_in_the_first_days() -> None:
    found = milestone_findings(START, START + timedelta(days=6), 0.4, {START: 0.4})
    assert all(one.urgency is None and one.reached is None and not one.is_current for one in found)


@given(st.integers(-30, 400), st.none() | st.floats(0, 1), st.dictionaries(st.integers(-10, 200), st.floats(0, 1)))
def test_at_most_one_milestone_is_current_and_only_due_ones_are_judged(
    day: int, now: float | None, measured: dict[int, float]
) -> None:
    days = {START + timedelta(days=one): value for one, value in measured.items()}
    found = milestone_findings(START, START + timedelta(days=day), now, days)
    assert sum(one.is_current for one in found) == (1 if day >= 7 else 0)
    assert all(one.urgency is None for one in found if not one.is_due)
    assert all(one.is_due for one in found if one.reached is not None)
