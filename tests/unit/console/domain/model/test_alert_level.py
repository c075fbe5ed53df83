"""Alert levels of edge models: what starts them, and by when they are answered.

# proves E4.2
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.model.alert_level import CONDITIONS, AlertLevel, alert_findings, answer_by, level_of
from console.domain.model.measure_catalogue import MEASURES_BY_KEY

HEALTHY = {
    "model_errors": 0.05, "model_cpu_p99": 0.050, "model_accuracy": 0.75, "model_cache_hit": 0.7,
    "fallback_rate": 0.1, "model_memory": 100e6, "model_new_words": 50.0, "model_updates": 0.0,
}  # fmt: skip


def test_a_value_on_its_bound_starts_nothing() -> None:
    assert alert_findings(HEALTHY) == ()
    assert level_of(()) is None


@pytest.mark.parametrize(
    ("measure", "value", "level"),
    [
        ("model_errors", 0.0501, AlertLevel.CRITICAL),
        ("model_cpu_p99", 0.0501, AlertLevel.CRITICAL),
        ("model_accuracy", 0.7499, AlertLevel.CRITICAL),
        ("model_cache_hit", 0.6999, AlertLevel.WARNING),
        ("fallback_rate", 0.1001, AlertLevel.WARNING),
        ("model_memory", 100_000_001.0, AlertLevel.WARNING),
        ("model_new_words", 51.0, AlertLevel.INFO),
        ("model_updates", 1.0, AlertLevel.INFO),
    ],
)
def test_each_condition_starts_its_own_level(measure: str, value: float, level: AlertLevel) -> None:
    findings = alert_findings({**HEALTHY, measure: value})
    assert [(one.condition.measure, one.value) for one in findings] == [(measure, value)]
    assert level_of(findings) is level


def test_the_most_urgent_level_speaks_for_several() -> None:
    findings = alert_findings({"model_new_words": 80.0, "model_memory": 110e6, "model_errors": 0.2})
    assert [one.condition.level for one in findings] == [AlertLevel.CRITICAL, AlertLevel.WARNING, AlertLevel.INFO]
    assert level_of(findings) is AlertLevel.CRITICAL


@given(st.dictionaries(st.sampled_from(sorted(HEALTHY)), st.floats(0, 1e9)))
def test_what_nobody_measured_is_never_on(values: dict[str, float]) -> None:
    findings = alert_findings(values)
    assert {one.condition.measure for one in findings} <= set(values)
    assert all(one.condition.holds(one.value) for one in findings)
    assert [one.condition.level for one in findings] == sorted(one.condition.level for one in findings)


def test_level_one_is_answered_in_15_minutes_and_level_two_in_two_hours() -> None:
    noticed = datetime(2026, 11, 21, 23, 50, tzinfo=UTC)
    assert answer_by(AlertLevel.CRITICAL, noticed) == datetime(2026, 11, 22, 0, 5, tzinfo=UTC)
    assert answer_by(AlertLevel.WARNING, noticed) == datetime(2026, 11, 22, 1, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    ("noticed", "level", "until"),
    [
        ("2026-10-25T02:50+02:00", AlertLevel.CRITICAL, "2026-10-25T02:05+01:00"),  # the hour comes twice
        ("2026-10-25T01:30+02:00", AlertLevel.WARNING, "2026-10-25T02:30+01:00"),
        ("2026-03-29T01:50+01:00", AlertLevel.CRITICAL, "2026-03-29T03:05+02:00"),  # an hour is left out
        ("2026-03-29T01:30+01:00", AlertLevel.WARNING, "2026-03-29T04:30+02:00"),
        ("2026-10-23T10:00+02:00", AlertLevel.INFO, "2026-10-26T18:00+01:00"),  # the evening is that of the wall clock
    ],
)
def test_a_span_is_as_long_as_ever_when_clocks_change(noticed: str, level: AlertLevel, until: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = answer_by(level, datetime.fromisoformat(noticed).astimezone(berlin))
    assert (found.isoformat(timespec="minutes"), found.tzinfo) == (until, berlin)


@pytest.mark.parametrize(
    ("noticed", "day"),
    [
        ("2026-11-18T01:00", date(2026, 11, 19)),  # Wednesday: tomorrow
        ("2026-11-20T23:00", date(2026, 11, 24)),  # Friday: over the weekend and a day off
        ("2026-11-21T09:00", date(2026, 11, 24)),
    ],
)
def test_level_three_waits_for_the_next_working_day(noticed: str, day: date) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    days_off = {date(2026, 11, 23)}
    moment = datetime.fromisoformat(noticed).replace(tzinfo=tokyo)
    assert answer_by(AlertLevel.INFO, moment, days_off) == datetime(day.year, day.month, day.day, 18, tzinfo=tokyo)


def test_every_condition_is_about_a_measure_that_exists() -> None:
    assert all(one.measure in MEASURES_BY_KEY for one in CONDITIONS)
