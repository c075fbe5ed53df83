"""Levels and their deadlines. Proves E8.1, E4.2."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from console.domain.incident.incident_level import IncidentLevel, alert_level, begin_by
from console.domain.severity import Severity
from tests.fakes.alarms import alarm

TOKYO = ZoneInfo("Asia/Tokyo")


def _at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.mark.parametrize(
    ("severity", "level", "told"),
    [
        ("critical", 3, Severity.CRITICAL),
        ("page", 3, Severity.CRITICAL),
        ("warning", 2, Severity.WARNING),
        ("P1", 3, Severity.CRITICAL),
        ("sev1", 3, Severity.CRITICAL),
        ("fatal", 3, Severity.CRITICAL),
        ("ticket", 2, Severity.WARNING),
        ("warn", 2, Severity.WARNING),
        ("major", 2, Severity.WARNING),
        ("info", 1, Severity.INFO),
        ("whatever", 1, Severity.INFO),
        ("", 1, Severity.INFO),
    ],
)
def test_the_severity_of_an_alert_decides_its_level(severity: str, level: int, told: Severity) -> None:
    found = alert_level(alarm(severity=severity))
    assert (int(found), found.severity) == (level, told)


def test_a_label_may_state_the_level_itself_and_nonsense_in_it_is_ignored() -> None:
    assert alert_level(alarm(severity="info", incident_level="3")) is IncidentLevel.ESCALATED
    assert alert_level(alarm(severity="warning", incident_level="9")) is IncidentLevel.TOLD


def test_level_3_leaves_a_quarter_of_an_hour_and_level_2_two_hours_also_at_night() -> None:
    night = _at("2026-11-22T03:00:00+09:00")
    assert begin_by(IncidentLevel.ESCALATED, night) - night == 15 * 60
    assert begin_by(IncidentLevel.TOLD, night) - night == 2 * 3600


@pytest.mark.parametrize(
    ("noticed", "until"),
    [
        ("2026-11-18T10:00:00+09:00", "2026-11-19T18:00:00+09:00"),  # Wednesday
        ("2026-11-20T10:00:00+09:00", "2026-11-24T18:00:00+09:00"),  # Friday before a holiday on Monday
        ("2026-11-21T23:00:00+09:00", "2026-11-24T18:00:00+09:00"),
    ],
)
def test_level_1_waits_for_the_next_working_day_of_the_estates_zone_over_weekends_and_holidays(
    noticed: str, until: str
) -> None:
    assert begin_by(IncidentLevel.LOGGED, _at(noticed), TOKYO, {date(2026, 11, 23)}) == _at(until)


@pytest.mark.parametrize("noticed", ["2026-10-25T02:50:00+02:00", "2026-03-29T01:50:00+01:00"])
def test_no_deadline_moves_by_an_hour_when_clocks_change(noticed: str) -> None:
    at_s, berlin = _at(noticed), ZoneInfo("Europe/Berlin")
    assert begin_by(IncidentLevel.ESCALATED, at_s, berlin) - at_s == 15 * 60
    assert begin_by(IncidentLevel.TOLD, at_s, berlin) - at_s == 2 * 3600


def test_the_day_is_that_of_the_estate_and_not_that_of_utc() -> None:
    late = datetime(2026, 11, 17, 20, tzinfo=UTC).timestamp()  # already Wednesday in Tokyo
    assert begin_by(IncidentLevel.LOGGED, late, TOKYO) == _at("2026-11-19T18:00:00+09:00")
