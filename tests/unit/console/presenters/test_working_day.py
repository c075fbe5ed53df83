"""Working days as the estate's calendars tell. # proves E4.2"""

from datetime import UTC, date, datetime

from console.estate.schema.estate import Estate
from console.presenters.working_day import days_off, working_zone

NOW_S = datetime(2026, 12, 25, 3, tzinfo=UTC).timestamp()


def estate(*entries: dict[str, str]) -> Estate:
    return Estate.model_validate(
        {"name": "test", "calendars": [{"key": "work", "time_zone": "Asia/Tokyo", "entries": list(entries)}]}
    )


def entry(kind: str, start: str, end: str, repeat: str = "never") -> dict[str, str]:
    return {"title": "Entry", "kind": kind, "start": start, "end": end, "repeat": repeat}


def test_a_freeze_from_morning_to_evening_is_a_day_off() -> None:
    found = days_off(estate(entry("freeze", "2026-12-29T00:00:00+09:00", "2027-01-03T12:00:00+09:00")), NOW_S)
    assert found == {date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)}


def test_other_entries_and_a_freeze_of_hours_leave_the_day_a_working_day() -> None:
    assert days_off(estate(entry("campaign", "2026-12-29T00:00:00+09:00", "2026-12-30T23:00:00+09:00")), NOW_S) == set()
    assert days_off(estate(entry("freeze", "2026-12-29T10:00:00+09:00", "2026-12-29T20:00:00+09:00")), NOW_S) == set()


def test_a_freeze_that_comes_back_counts_each_time_within_two_months() -> None:
    weekly = entry("freeze", "2026-12-04T08:00:00+09:00", "2026-12-04T19:00:00+09:00", "weekly")
    found = days_off(estate(weekly), NOW_S)
    assert date(2026, 12, 25) in found
    assert date(2027, 1, 1) in found
    assert all(one.weekday() == 4 for one in found)
    assert max(found) < date(2027, 3, 1)


def test_people_work_in_the_zone_of_the_first_calendar_or_by_utc() -> None:
    assert working_zone(estate()).key == "Asia/Tokyo"
    assert working_zone(None).key == "UTC"
    assert days_off(None, NOW_S) == set()
