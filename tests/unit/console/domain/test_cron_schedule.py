"""Schedules in cron's form: what is due next, in which time zone, over changes of clocks."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from console.domain.cron_schedule import CronSchedule

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("schedule", "after", "due"),
    [
        ("30 0 * * *", "2026-11-21T06:00", "2026-11-22T00:30"),
        ("30 0 * * *", "2026-11-21T00:30", "2026-11-22T00:30"),  # the moment itself is over
        ("*/15 * * * *", "2026-11-21T06:01", "2026-11-21T06:15"),
        ("0 9-17/4 * * mon-fri", "2026-11-20T18:00", "2026-11-23T09:00"),  # Friday evening to Monday
        ("0 0 1 * *", "2026-11-21T06:00", "2026-12-01T00:00"),
        ("0 0 29 2 *", "2026-11-21T06:00", "2028-02-29T00:00"),
        ("0 0 13 * 5", "2026-11-21T06:00", "2026-11-27T00:00"),  # the 13th or a Friday
        ("0 12 * jan,jul 7", "2026-11-21T06:00", "2027-01-03T12:00"),
        ("@hourly", "2026-11-21T06:59", "2026-11-21T07:00"),
        ("@weekly", "2026-11-21T06:59", "2026-11-22T00:00"),
    ],
)
def test_the_next_run_is_when_cron_would_begin_it(schedule: str, after: str, due: str) -> None:
    assert CronSchedule.parse(schedule).next_after(at(after)) == at(due)


def test_a_time_zone_moves_the_run_with_its_clocks() -> None:
    nightly = CronSchedule.parse("0 2 * * *")
    assert nightly.next_after(at("2026-07-01T12:00"), BERLIN) == at("2026-07-02T00:00")
    assert nightly.next_after(at("2026-12-01T12:00"), BERLIN) == at("2026-12-02T01:00")
    skipped = CronSchedule.parse("30 2 * * *")  # 29 March 2026 has no 02:30
    assert skipped.next_after(at("2026-03-28T12:00"), BERLIN) == at("2026-03-30T00:30")


def test_a_day_that_never_comes_is_no_run() -> None:
    assert CronSchedule.parse("0 0 31 2 *").next_after(at("2026-11-21T06:00")) is None


@pytest.mark.parametrize(
    "text", ["", "* * * *", "61 * * * *", "* 24 * * *", "* * 0 * *", "5-1 * * * *", "*/0 * * * *", "x * * * *"]
)
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"fields|within|invalid literal"):
        CronSchedule.parse(text)


def test_only_once_a_day_on_every_day_is_daily() -> None:
    daily = {
        text: CronSchedule.parse(text).is_daily
        for text in ("0 2 * * *", "@daily", "0 2,3 * * *", "0 2 * * 1", "0 2 1 * *")
    }
    assert daily == {"0 2 * * *": True, "@daily": True, "0 2,3 * * *": False, "0 2 * * 1": False, "0 2 1 * *": False}
