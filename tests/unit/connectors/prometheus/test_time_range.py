"""Splitting of ranges: the parts evaluate exactly the times of the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.prometheus.time_range import MOST_PARTS, MOST_POINTS, TimeRange


def _times(one: TimeRange) -> range:
    return range(one.start_ms, one.end_ms + 1, one.step_ms)


@given(
    start_ms=st.integers(-10_000_000, 2_000_000_000_000),
    step_ms=st.integers(1, 100_000),
    points=st.integers(1, 60_000),
    rest=st.floats(0, 0.999),
)
def test_parts_cover_exactly_the_times_of_the_whole(start_ms: int, step_ms: int, points: int, rest: float) -> None:
    whole = TimeRange(start_ms, start_ms + (points - 1) * step_ms + int(rest * step_ms), step_ms)
    assert whole.points == points == len(_times(whole))
    parts = list(whole.parts())
    assert all(part.points <= MOST_POINTS for part in parts)
    assert [time for part in parts for time in (_times(part)[0], _times(part)[-1])] == [
        time
        for first in range(0, points, MOST_POINTS)
        for time in (_times(whole)[first], _times(whole)[min(first + MOST_POINTS, points) - 1])
    ]
    assert sum(part.points for part in parts) == points


def test_milliseconds_are_kept_where_the_package_rounds_to_seconds() -> None:
    one = TimeRange.of(1.2345, 3.0, 0.25)
    assert one.form() == {"start": "1.234", "end": "3.000", "step": "0.250"}
    assert TimeRange(-1500, 0, 1).form()["start"] == "-1.500"


@pytest.mark.parametrize(
    ("start_s", "end_s", "step_s", "says"),
    [
        (2, 1, 1, "ends before"),
        (1, 2, 0, "shorter than a millisecond"),
        (1, 2, -5, "shorter than a millisecond"),
        (float("nan"), 2, 1, "not numbers"),
        (0, float("inf"), 1, "not numbers"),
        (0, MOST_POINTS * MOST_PARTS, 1, "more than"),
    ],
)
def test_impossible_ranges_are_refused(start_s: float, end_s: float, step_s: float, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        TimeRange.of(start_s, end_s, step_s)
