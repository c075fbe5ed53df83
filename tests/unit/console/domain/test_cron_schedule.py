"""Schedules in cron's form: what is due next, in which time zone, over changes of clocks."""

from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
        ("0 0 */2 * 1", "2026-11-22T06:00", "2026-11-23T00:00"),  # an odd day or a Monday, as in Kubernetes
        ("0 0 */2 * 1", "2026-11-23T06:00", "2026-11-25T00:00"),
        ("0 0 13 * */3", "2026-11-21T06:00", "2026-11-22T00:00"),  # the 13th, or Sunday, Wednesday, Saturday
        ("0 0 */1 * 1", "2026-11-23T06:00", "2026-11-30T00:00"),
        ("0 0 ? * 1", "2026-11-21T06:00", "2026-11-23T00:00"),  # no day of month is asked for: Mondays only
        ("0 0 13 * ?", "2026-11-21T06:00", "2026-12-13T00:00"),
        ("0 0 * * 1/2", "2026-11-21T06:00", "2026-11-23T00:00"),  # an open end is Saturday: 1, 3, 5
        ("0 0 * * 2/5", "2026-11-21T06:00", "2026-11-24T00:00"),
        ("0 0 * * 1-7/2", "2026-11-21T06:00", "2026-11-22T00:00"),  # who writes 7 means Sunday
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


def runs(schedule: str, after: str, count: int, zone: ZoneInfo = BERLIN) -> list[str]:
    """The next runs, as UTC has them."""
    read, at_s, found = CronSchedule.parse(schedule), at(after), list[str]()
    while len(found) < count and (due_s := read.next_after(at_s, zone)) is not None:
        found.append(datetime.fromtimestamp(due_s, UTC).isoformat()[:16])
        at_s = due_s
    return found


@pytest.mark.parametrize("schedule", ["0 * * * *", "0 */1 * * *", "0 ? * * *", "@hourly"])
def test_an_hourly_job_runs_in_both_hours_when_clocks_go_back(schedule: str) -> None:
    # 25 October 2026 in Berlin: 02:00 comes at 00:00 and at 01:00 UTC.
    assert runs(schedule, "2026-10-24T23:30", 3) == ["2026-10-25T00:00", "2026-10-25T01:00", "2026-10-25T02:00"]
    # 29 March: 02:00 does not come.
    assert runs(schedule, "2026-03-28T23:30", 3) == ["2026-03-29T00:00", "2026-03-29T01:00", "2026-03-29T02:00"]


@pytest.mark.parametrize("schedule", ["30 2 * * *", "30 2-2 * * *", "30 2/24 * * *"])
def test_a_job_of_a_fixed_hour_runs_once_when_clocks_go_back(schedule: str) -> None:
    assert runs(schedule, "2026-10-24T12:00", 2) == ["2026-10-25T00:30", "2026-10-26T01:30"]


def test_a_day_that_a_place_has_left_out_does_not_come() -> None:
    apia = ZoneInfo("Pacific/Apia")  # went from Thursday 29 December 2011 to Saturday the 31st
    assert runs("0 10 30 12 *", "2011-12-29T00:00", 1, apia) == ["2012-12-29T20:00"]


Field = tuple[str, frozenset[int]]


def field(low: int, high: int) -> st.SearchStrategy[Field]:
    """A field as it is written, with the values that it means."""
    steps, numbers = st.integers(1, high - low), st.integers(low, high)
    return st.one_of(
        st.sampled_from("*?").map(lambda one: (one, frozenset(range(low, high + 1)))),
        st.tuples(st.sampled_from("*?"), steps).map(
            lambda one: (f"{one[0]}/{one[1]}", frozenset(range(low, high + 1, one[1])))
        ),
        st.tuples(numbers, steps).map(lambda one: (f"{one[0]}/{one[1]}", frozenset(range(one[0], high + 1, one[1])))),
        st.frozensets(numbers, min_size=1, max_size=3).map(lambda one: (",".join(map(str, one)), one)),
        st.tuples(numbers, numbers).map(
            lambda one: (f"{min(one)}-{max(one)}", frozenset(range(min(one), max(one) + 1)))
        ),
    )


def by_looking_at_every_minute(fields: list[Field], after_s: float, zone: ZoneInfo, minutes: int) -> float | None:
    """The first minute at which the clocks of a place fit: what ``next_after`` must find, told without its means."""
    any_hour = fields[1][0][0] in "*?"
    any_day, any_weekday = (fields[place][0] in {"*", "?", "*/1", "?/1"} for place in (2, 4))
    for at_s in islice(range(int(after_s // 60 + 1) * 60, 2**40, 60), minutes):
        now = datetime.fromtimestamp(at_s, zone)
        told = (now.minute, now.hour, now.day, now.month, now.isoweekday() % 7)
        minute, hour, day, month, weekday = (one in values for one, (_, values) in zip(told, fields, strict=True))
        is_day = day and weekday if any_day or any_weekday else day or weekday
        if minute and hour and month and is_day and (any_hour or not now.fold):
            return float(at_s)
    return None


ZONES = [BERLIN, ZoneInfo("America/Havana"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Tokyo")]
CHANGES = [at("2026-10-25T00:00"), at("2026-03-29T00:00"), at("2026-11-01T04:00"), at("2026-04-04T14:00")]
_DAYS = 3


@settings(max_examples=150, deadline=None)
@given(
    st.tuples(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6)),
    st.sampled_from(ZONES),
    st.sampled_from(CHANGES),
    st.integers(-1440, 240),
)
def test_it_is_the_first_minute_that_fits(
    fields: tuple[Field, ...], zone: ZoneInfo, change_s: float, minutes: int
) -> None:
    after_s = change_s + 60 * minutes
    found = CronSchedule.parse(" ".join(text for text, _ in fields)).next_after(after_s, zone)
    looked = by_looking_at_every_minute(list(fields), after_s, zone, _DAYS * 1440)
    if looked is None:
        assert found is None or found > after_s + _DAYS * 86_400
    else:
        assert found == looked


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
