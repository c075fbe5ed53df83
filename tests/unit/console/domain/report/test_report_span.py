"""Months and weeks of reports."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.report.report_span import SpanKind, span_named, span_of

MOMENTS = st.floats(min_value=40_000_000, max_value=4_000_000_000)


def day(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def test_a_month_begins_and_ends_at_midnight_of_utc() -> None:
    found = span_named("2026-12")
    assert (found.begin_s, found.end_s) == (day("2026-12-01"), day("2027-01-01"))


def test_weeks_are_those_of_iso_8601() -> None:
    found = span_named("2026-W01")
    assert (found.begin_s, found.end_s) == (day("2025-12-29"), day("2026-01-05"))
    assert span_of(SpanKind.WEEK, day("2025-12-31")).name == "2026-W01"


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-00", "2026-W54", "2026-W00", "1900-01", "26-01", "2026-1"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        span_named(text)


@given(st.sampled_from(SpanKind), MOMENTS)
def test_spans_hold_their_moments_touch_and_are_found_by_their_names(kind: SpanKind, at_s: float) -> None:
    found = span_of(kind, at_s)
    assert found.begin_s <= at_s < found.end_s
    assert found.before().end_s == found.begin_s
    assert span_named(found.name) == found
    assert found.begin_s <= found.as_of(at_s) < found.end_s
