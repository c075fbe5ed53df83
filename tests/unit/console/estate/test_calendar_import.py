"""Calendars of others become entries of the estate; hostile ones become sentences. (proves L4.1: campaign calendar)"""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.estate.calendar_import import ImportedCalendar, import_calendar
from console.estate.schema.calendar import CalendarEntry, EntryKind, Repeat
from console.kernel.errors import UserError

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def _imported(*lines: str, zone: str = "UTC") -> ImportedCalendar:
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""])
    return import_calendar(text.encode(), zone, NOW)


def _event(*lines: str, zone: str = "UTC") -> ImportedCalendar:
    return _imported("BEGIN:VEVENT", "UID:1@example.org", *lines, "END:VEVENT", zone=zone)


def _only(found: ImportedCalendar) -> CalendarEntry:
    assert found.left_out == ()
    (entry,) = found.entries
    return entry


def test_a_plain_event_becomes_a_campaign() -> None:
    entry = _only(_event("SUMMARY:Black Friday", "DTSTART:20261127T000000Z", "DTEND:20261128T000000Z"))
    assert (entry.title, entry.kind, entry.repeat) == ("Black Friday", EntryKind.CAMPAIGN, Repeat.NEVER)
    assert entry.start == datetime(2026, 11, 27, tzinfo=UTC)
    assert entry.duration_s == 86_400


def test_times_are_those_of_their_zone_and_else_of_the_calendars() -> None:
    named = _only(_event("SUMMARY:a", "DTSTART;TZID=Asia/Tokyo:20261201T090000", "DURATION:PT6H"))
    assert named.start.isoformat() == "2026-12-01T09:00:00+09:00"
    floating = _only(_event("SUMMARY:a", "DTSTART:20261201T090000", "DURATION:P1DT6H", zone="Europe/Berlin"))
    assert floating.start.isoformat() == "2026-12-01T09:00:00+01:00"
    assert floating.duration_s == 30 * 3600


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Tokyo Standard Time", "2026-12-01T09:00:00+09:00"),
        ("W. Europe Standard Time", "2026-12-01T09:00:00+01:00"),
        ("/mozilla.org/20050126_1/America/New_York", "2026-12-01T09:00:00-05:00"),
    ],
)
def test_zones_have_the_names_that_calendar_programs_give_them(name: str, start: str) -> None:
    entry = _only(_event("SUMMARY:a", f'DTSTART;TZID="{name}":20261201T090000', "DURATION:PT1H"))
    assert entry.start.isoformat() == start


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/localtime", "Customized Time Zone"])
def test_an_event_of_a_zone_that_nobody_knows_is_told(name: str) -> None:
    found = _event("SUMMARY:a", f'DTSTART;TZID="{name}":20261201T090000', "DURATION:PT1H")
    assert found == ((), (f"a: its time zone '{name}' is not known.",))


def _moves(zone: str) -> str:
    return f"a comes back by the clocks of {zone}; it moves when these change otherwise than those of its zone."


@pytest.mark.parametrize("rule", ["DAILY", "WEEKLY", "MONTHLY"])
@pytest.mark.parametrize(
    ("begin", "zone"),
    [(":20240110T120000Z", "Europe/Berlin"), (";TZID=America/New_York:20240110T120000", "Europe/Berlin")],
)
def test_what_comes_back_for_ever_by_other_clocks_stays_one_entry_and_is_told(rule: str, begin: str, zone: str) -> None:
    event = ("BEGIN:VEVENT", "SUMMARY:a", f"DTSTART{begin}", "DURATION:PT1H", f"RRULE:FREQ={rule}", "END:VEVENT")
    found = _imported(*event * 10, zone=zone)
    assert [one.repeat for one in found.entries] == [Repeat(rule.lower())] * 10
    assert found.left_out == (_moves(zone),) * 10


def test_what_is_left_out_is_told_before_what_only_moves() -> None:
    moving = ("BEGIN:VEVENT", "SUMMARY:a", "DTSTART:20240110T120000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY",
              "END:VEVENT")  # fmt: skip
    off = ("BEGIN:VEVENT", "SUMMARY:b", "STATUS:CANCELLED", "DTSTART:20240110T120000Z", "END:VEVENT")
    found = _imported(*moving, *off, zone="Europe/Berlin")
    assert found.left_out == ("b: it was cancelled.", _moves("Europe/Berlin"))


def test_what_comes_back_by_other_clocks_up_to_a_day_becomes_single_entries() -> None:
    weekly = _event("SUMMARY:a", "DTSTART;TZID=Europe/Berlin:20270301T090000", "DURATION:PT1H",
                    "RRULE:FREQ=WEEKLY;COUNT=6", zone="Asia/Tokyo")  # fmt: skip
    starts = {one.start.isoformat() for one in weekly.entries}
    assert {"2027-03-22T09:00:00+01:00", "2027-03-29T09:00:00+02:00"} <= starts  # summer time began on the 28th
    assert weekly.left_out == ()


def test_what_comes_back_on_another_day_of_the_month_becomes_single_entries_while_there_is_room() -> None:
    event = ("BEGIN:VEVENT", "SUMMARY:a", "DTSTART:20241101T200000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY",
             "END:VEVENT")  # fmt: skip
    found = _imported(*event * 60, zone="Asia/Tokyo")
    repeats = [one.repeat for one in found.entries]
    assert repeats.count(Repeat.NEVER) > 1_900
    assert found.left_out == (_moves("Asia/Tokyo"),) * repeats.count(Repeat.MONTHLY)


def test_what_comes_back_on_another_day_of_the_month_becomes_single_entries() -> None:
    monthly = _event("SUMMARY:a", "DTSTART:20261201T030000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY",
                     zone="America/Los_Angeles")  # fmt: skip
    assert {one.start.astimezone(UTC).day for one in monthly.entries} == {1}
    assert {one.repeat for one in monthly.entries} == {Repeat.NEVER}


def test_what_comes_back_by_clocks_that_stay_apart_stays_one_entry() -> None:
    for rule, hour, repeat in (
        ("DAILY", 20, Repeat.DAILY),
        ("WEEKLY", 20, Repeat.WEEKLY),
        ("MONTHLY", 3, Repeat.MONTHLY),
    ):
        found = _event("SUMMARY:a", f"DTSTART:20261201T{hour:02}0000Z", "DURATION:PT1H", f"RRULE:FREQ={rule}",
                       zone="Asia/Tokyo")  # fmt: skip
        assert _only(found).repeat is repeat
    other_day = _event(
        "SUMMARY:a", "DTSTART:20261201T200000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY", zone="Asia/Tokyo"
    )
    assert {one.start.day for one in other_day.entries} == {1}
    assert len(other_day.entries) == 24


def test_a_month_without_the_day_is_left_out() -> None:
    found = _event("SUMMARY:a", "DTSTART:20261231T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY")
    assert [one.start.date().isoformat() for one in found.entries][:3] == ["2026-12-31", "2027-01-31", "2027-03-31"]


@pytest.mark.parametrize(
    ("week", "days"),
    [
        (";WKST=SU", ["2026-12-06", "2026-12-07", "2026-12-20", "2026-12-21"]),
        ("", ["2026-12-06", "2026-12-14", "2026-12-20", "2026-12-28"]),
    ],
)
def test_every_other_week_begins_on_the_day_that_is_told(week: str, days: list[str]) -> None:
    found = _event("SUMMARY:a", "DTSTART:20261206T090000Z", "DURATION:PT1H",
                   f"RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;COUNT=4{week}")  # fmt: skip
    assert [one.start.date().isoformat() for one in found.entries] == days


def test_a_day_without_an_end_is_that_day() -> None:
    entry = _only(_event("SUMMARY:Day", "DTSTART;VALUE=DATE:20261224", zone="Asia/Tokyo"))
    assert entry.start.isoformat() == "2026-12-24T00:00:00+09:00"
    assert entry.duration_s == 86_400


def test_folded_lines_and_escapes_are_read_and_unseen_characters_are_not_kept() -> None:
    entry = _only(_event("SUMMARY:Big\\, very\r\n  big\\nsale\u202e\x07", "DTSTART:20261201T000000Z", "DURATION:PT1H"))
    assert entry.title == "Big, very big sale"


def test_a_fold_may_stand_inside_a_character_and_other_breaks_inside_a_text() -> None:
    event = "BEGIN:VEVENT\r\nSUMMARY:売出\u2028冬\x85と春\r\nDTSTART:20261201T000000Z\r\nDURATION:PT1H\r\nEND:VEVENT"
    raw = f"BEGIN:VCALENDAR\r\n{event}\r\nEND:VCALENDAR\r\n".encode()
    place = raw.index("売".encode()) + 1
    found = import_calendar(raw[:place] + b"\r\n " + raw[place:], "UTC", NOW)
    assert _only(found).title == "売出 冬 と春"


def test_kind_and_multiple_can_be_told() -> None:
    found = _event(
        "SUMMARY:x", "CATEGORIES:Work,Freeze", "X-CELL-CONSOLE-UPLIFT:2.5", "DTSTART:20261201T000000Z", "DURATION:PT1H"
    )
    assert (_only(found).kind, _only(found).uplift) == (EntryKind.FREEZE, 2.5)


@pytest.mark.parametrize(
    ("rule", "repeat"),
    [
        ("FREQ=DAILY", Repeat.DAILY),
        ("FREQ=WEEKLY;BYDAY=TU", Repeat.WEEKLY),
        ("FREQ=WEEKLY;WKST=MO", Repeat.WEEKLY),
        ("FREQ=MONTHLY", Repeat.MONTHLY),
        ("FREQ=MONTHLY;BYMONTHDAY=1", Repeat.MONTHLY),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", Repeat.MONTH_END),
    ],
)
def test_what_estates_can_say_stays_one_entry(rule: str, repeat: Repeat) -> None:
    found = _event("SUMMARY:a", "DTSTART:20261201T090000Z", "DURATION:PT1H", f"RRULE:{rule}")
    assert _only(found).repeat is repeat


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["2026-12-01", "2026-12-02", "2026-12-03"]),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", ["2026-12-01", "2026-12-15", "2026-12-29"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261211T000000Z", ["2026-12-01", "2026-12-03", "2026-12-08", "2026-12-10"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", ["2026-12-01", "2026-12-25", "2027-01-29"]),
        ("FREQ=MONTHLY;BYDAY=2MO;UNTIL=20270301", ["2026-12-01", "2026-12-14", "2027-01-11", "2027-02-08"]),
        ("FREQ=YEARLY;COUNT=2", ["2026-12-01", "2027-12-01"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20270401", ["2026-12-01", "2026-12-31", "2027-01-31", "2027-03-31"]),
    ],
)
def test_what_they_cannot_say_becomes_single_entries(rule: str, days: list[str]) -> None:
    found = _event("SUMMARY:a", "DTSTART:20261201T090000Z", "DURATION:PT1H", f"RRULE:{rule}")
    assert [one.start.date().isoformat() for one in found.entries] == days
    assert {one.repeat for one in found.entries} == {Repeat.NEVER}


def test_a_yearly_campaign_that_began_long_ago_is_there_for_the_years_around_now() -> None:
    found = _event("SUMMARY:a", "DTSTART;TZID=Europe/Berlin:19991127T080000", "DURATION:PT1H", "RRULE:FREQ=YEARLY")
    assert [one.start.year for one in found.entries] == [2024, 2025, 2026, 2027]
    assert {one.start.hour for one in found.entries} == {8}


def test_left_out_times_are_left_out() -> None:
    found = _event("SUMMARY:a", "DTSTART:20261201T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4",
                   "EXDATE:20261202T090000Z,20261203T090000Z")  # fmt: skip
    assert [one.start.day for one in found.entries] == [1, 4]


_TOKYO, _NEW_YORK = "DTSTART;TZID=Asia/Tokyo:20261201T080000", "DTSTART;TZID=America/New_York:20261201T090000"


@pytest.mark.parametrize(
    ("begin", "until", "days"),
    [
        (_TOKYO, "20261203T230000Z", [1, 2, 3, 4]),  # the last one begins at that moment
        (_TOKYO, "20261203T225959Z", [1, 2, 3]),
        (_TOKYO, "20261204T080000", [1, 2, 3, 4]),  # without a zone: that of the event
        (_TOKYO, "20261204T075959", [1, 2, 3]),
        (_TOKYO, "20261204", [1, 2, 3, 4]),
        (_NEW_YORK, "20261204T045959Z", [1, 2, 3]),
        (_NEW_YORK, "20261204T140000Z", [1, 2, 3, 4]),
        ("DTSTART;VALUE=DATE:20261201", "20261203T150000Z", [1, 2, 3, 4]),  # midnight of the fourth in Tokyo
        ("DTSTART;VALUE=DATE:20261201", "20261204", [1, 2, 3, 4]),
        (_NEW_YORK, "20261130T000000Z", []),
    ],
)
def test_a_rule_ends_at_its_moment_and_not_on_the_day_of_another_zone(begin: str, until: str, days: list[int]) -> None:
    found = _event("SUMMARY:a", begin, "DURATION:PT1H", f"RRULE:FREQ=DAILY;UNTIL={until}", zone="Asia/Tokyo")
    assert [one.start.day for one in found.entries] == days


def test_a_rule_that_ends_beyond_all_calendars_goes_on() -> None:
    found = _event(
        "SUMMARY:a", "DTSTART:20261201T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;UNTIL=99991231T235959Z"
    )
    assert found.left_out == ()
    assert len(found.entries) == 24


@pytest.mark.parametrize(
    ("begin", "without", "days"),
    [
        (_TOKYO, "EXDATE:20261202T230000Z", [1, 2, 4]),
        (_TOKYO, "EXDATE;TZID=Asia/Tokyo:20261203T080000,20261202T080000", [1, 4]),
        (_TOKYO, "EXDATE:20261203T080000", [1, 2, 4]),  # without a zone: that of the event
        (_TOKYO, "EXDATE;VALUE=DATE:20261203", [1, 2, 4]),
        (_TOKYO, "EXDATE:20261202T225959Z", [1, 2, 3, 4]),
        (_NEW_YORK, "EXDATE;TZID=Europe/Berlin:20261203T150000", [1, 2, 4]),
        ("DTSTART;VALUE=DATE:20261201", "EXDATE;VALUE=DATE:20261203", [1, 2, 4]),
        ("DTSTART;VALUE=DATE:20261201", "EXDATE:20261202T150000Z", [1, 2, 4]),
    ],
)
def test_a_turn_is_left_out_by_its_moment(begin: str, without: str, days: list[int]) -> None:
    found = _event("SUMMARY:a", begin, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4", without, zone="Asia/Tokyo")
    assert [one.start.day for one in found.entries] == days


def test_a_turn_in_the_hour_that_a_clock_leaps_over_is_left_out_by_its_moment() -> None:
    found = _event("SUMMARY:a", "DTSTART;TZID=America/New_York:20270313T023000", "DURATION:PT1H",
                   "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270314T073000Z")  # fmt: skip
    assert [one.start.day for one in found.entries] == [13, 15]


@pytest.mark.parametrize(
    "line",
    [
        "STATUS:CANCELLED", "RECURRENCE-ID:20261201T090000Z", "RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY;BYSETPOS=1",
        "RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=DAILY;COUNT=-1", "RRULE:nonsense", "RRULE:FREQ=WEEKLY;BYDAY=XX",
        "RDATE:20261205T090000Z", "DTEND:20250101T000000Z", "RRULE:FREQ=DAILY;INTERVAL=99999999999999999999999x",
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_told(line: str) -> None:
    found = _event(
        "SUMMARY:Odd", "DTSTART:20261201T090000Z", *(() if line[:5] == "DTEND" else ("DURATION:PT1H",)), line
    )
    assert found.entries == ()
    assert found.left_out[0].startswith("Odd: ")


@pytest.mark.parametrize("more", ["RRULE:FREQ=MONTHLY;COUNT=3", "EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2"])
def test_more_than_one_rule_is_not_followed_and_told(more: str) -> None:
    found = _event("SUMMARY:a", "DTSTART:20261201T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=6", more)
    assert (found.entries, found.left_out) == ((), ("a: the rule by which it comes back is not followed.",))


def test_alarms_inside_an_event_are_not_its_own_lines() -> None:
    found = _event(
        "SUMMARY:a", "DTSTART:20261201T090000Z", "DURATION:PT2H", "BEGIN:VALARM", "DURATION:PT9H", "END:VALARM"
    )
    assert _only(found).duration_s == 7200


@pytest.mark.parametrize("raw", [b"", b"hello", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\n" + b"x" * (1 << 20)])
def test_what_is_no_calendar_is_refused(raw: bytes) -> None:
    with pytest.raises(UserError):
        import_calendar(raw, "UTC", NOW)


def test_too_much_is_refused_and_quickly() -> None:
    bomb = ["BEGIN:VEVENT", "SUMMARY:x", "DTSTART:19700101T000000Z", "DURATION:PT1M",
            "RRULE:FREQ=DAILY;COUNT=999999999;BYMONTH=2;BYMONTHDAY=31", "END:VEVENT"]  # fmt: skip
    begun_s = time.process_time()
    assert {one.start.year for one in _imported(*(bomb * 20)).entries} == set()
    with pytest.raises(UserError, match="more than"):
        _imported(*("BEGIN:VEVENT", "SUMMARY:x", "DTSTART:20251201T000000Z", "DURATION:PT1M",
                    "RRULE:FREQ=DAILY;INTERVAL=1;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12", "END:VEVENT") * 9)  # fmt: skip
    assert time.process_time() - begun_s < 10


@given(st.text(max_size=300))
def test_no_text_makes_it_fail_otherwise_than_by_a_sentence(text: str) -> None:
    found = _event("SUMMARY:a", "DTSTART:20261201T090000Z", "DURATION:PT1H", *text.splitlines())
    assert len(found.entries) + len(found.left_out) <= 1_000
