"""The feedback loop: counts, weights, triggers.

# proves E7.2
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.model.feedback_loop import (
    RETRAIN_WITHIN,
    WEIGHTS,
    FeedbackKind,
    FeedbackSource,
    Trigger,
    approval,
    feedback_lines,
    trigger_findings,
)

DAY = {"click_through": 600.0, "dwell": 400.0, "bounce": 160.0, "thumbs_up": 80.0, "thumbs_down": 20.0,
       "correction": 30.0, "report": 10.0}  # fmt: skip


def test_explicit_signals_weigh_in_learning_and_implicit_ones_do_not() -> None:
    lines = {one.source: one for one in feedback_lines(DAY, {})}
    assert WEIGHTS == {
        FeedbackSource.THUMBS: 3.0, FeedbackSource.CORRECTIONS: 2.0, FeedbackSource.REPORTS: 2.5
    }  # fmt: skip
    assert {source: line.priority for source, line in lines.items()} == {
        FeedbackSource.CLICK_THROUGH: None, FeedbackSource.DWELL: None, FeedbackSource.BOUNCE: None,
        FeedbackSource.THUMBS: 300.0, FeedbackSource.CORRECTIONS: 60.0, FeedbackSource.REPORTS: 25.0,
    }  # fmt: skip
    assert all(line.week is None for line in lines.values())


@given(st.dictionaries(st.sampled_from([one.value for one in FeedbackKind]), st.floats(0, 1e6), min_size=1))
def test_every_signal_is_in_exactly_one_line(counts: dict[str, float]) -> None:
    assert sum(one.day for one in feedback_lines(counts, counts)) == pytest.approx(sum(counts.values()))


def test_nothing_counted_is_unknown_and_not_zero() -> None:
    assert feedback_lines({}, {}) == ()
    assert [one.is_on for one in trigger_findings(None, {}, {})] == [None, None, None]
    assert approval({}) is None
    assert approval({"thumbs_up": 0.0, "thumbs_down": 0.0}) is None


@pytest.mark.parametrize(
    ("rate", "day", "week", "on"),
    [
        (0.1, 499.0, 4_999.0, [False, False, False]),
        (0.101, 500.0, 5_000.0, [True, True, True]),
        (0.0, 1_000.0, 4_000.0, [False, True, False]),
    ],
)
def test_the_triggers_start_where_the_requirement_says(rate: float, day: float, week: float, on: list[bool]) -> None:
    found = trigger_findings(rate, {"dwell": day}, {"dwell": week})
    assert [one.trigger for one in found] == [Trigger.RETRAIN, Trigger.DAILY, Trigger.WEEKLY]
    assert [one.is_on for one in found] == on
    assert RETRAIN_WITHIN.total_seconds() == 30 * 60


def test_kinds_that_no_line_shows_start_nothing() -> None:
    views = {"dwell": 1.0, "view": 100_000.0}
    assert [one.value for one in trigger_findings(0.0, views, views)] == [0.0, 1.0, 1.0]


def test_thumbs_up_speak_for_the_accuracy_of_the_feedback() -> None:
    assert approval(DAY) == pytest.approx(0.8)
