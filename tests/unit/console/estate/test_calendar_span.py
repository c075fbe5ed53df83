"""When the entries of a calendar happen, by the clocks of its place.

# proves L3.1
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from console.estate.calendar_span import calendar_spans
from console.estate.schema.calendar import CalendarEntry

NEW_YORK, TOKYO = "America/New_York", "Asia/Tokyo"


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def entry(start: str, end: str, repeat: str) -> CalendarEntry:
    return CalendarEntry.model_validate(
        {"title": "Work", "kind": "maintenance", "start": start, "end": end, "repeat": repeat}
    )


@pytest.mark.parametrize(
    ("start", "end", "repeat", "zone", "span", "wanted"),
    [
        # Once: only where it touches the span.
        ("2026-11-20T01:00:00+00:00", "2026-11-20T02:00:00+00:00", "never", TOKYO,
         ("2026-11-01T00:00:00+00:00", "2026-11-20T01:30:00+00:00"),
         [("2026-11-20T01:00:00+00:00", "2026-11-20T02:00:00+00:00")]),
        ("2026-11-20T01:00:00+00:00", "2026-11-20T02:00:00+00:00", "never", TOKYO,
         ("2026-11-20T02:00:00+00:00", "2026-12-20T01:30:00+00:00"), []),
        # Daily from 1 to 3 o'clock in New York: on 8 March 2026 the hour from 2 to 3 does not exist.
        ("2026-03-01T01:00:00-05:00", "2026-03-01T03:00:00-05:00", "daily", NEW_YORK,
         ("2026-03-07T00:00:00-05:00", "2026-03-10T00:00:00-04:00"),
         [("2026-03-07T01:00:00-05:00", "2026-03-07T03:00:00-05:00"),
          ("2026-03-08T01:00:00-05:00", "2026-03-08T03:00:00-04:00"),
          ("2026-03-09T01:00:00-04:00", "2026-03-09T03:00:00-04:00")]),
        # Weekly over the night in which clocks go back: from 23 to 3 o'clock it lasts five hours.
        ("2026-10-24T23:00:00-04:00", "2026-10-25T03:00:00-04:00", "weekly", NEW_YORK,
         ("2026-10-31T00:00:00-04:00", "2026-11-08T00:00:00-05:00"),
         [("2026-10-31T23:00:00-04:00", "2026-11-01T03:00:00-05:00"),
          ("2026-11-07T23:00:00-05:00", "2026-11-08T03:00:00-05:00")]),
        # The 31st is the last day of shorter months.
        ("2026-01-31T00:00:00+09:00", "2026-01-31T01:00:00+09:00", "monthly", TOKYO,
         ("2026-02-01T00:00:00+09:00", "2026-05-01T00:00:00+09:00"),
         [("2026-02-28T00:00:00+09:00", "2026-02-28T01:00:00+09:00"),
          ("2026-03-31T00:00:00+09:00", "2026-03-31T01:00:00+09:00"),
          ("2026-04-30T00:00:00+09:00", "2026-04-30T01:00:00+09:00")]),
        # The end of the month, whatever day it began on.
        ("2026-02-28T22:00:00+00:00", "2026-03-01T02:00:00+00:00", "month-end", "UTC",
         ("2026-03-30T00:00:00+00:00", "2026-05-01T00:00:00+00:00"),
         [("2026-03-31T22:00:00+00:00", "2026-04-01T02:00:00+00:00"),
          ("2026-04-30T22:00:00+00:00", "2026-05-01T02:00:00+00:00")]),
        # What began long ago is found at once.
        ("1990-01-01T03:00:00+09:00", "1990-01-01T04:00:00+09:00", "daily", TOKYO,
         ("2026-11-21T00:00:00+09:00", "2026-11-22T00:00:00+09:00"),
         [("2026-11-21T03:00:00+09:00", "2026-11-21T04:00:00+09:00")]),
        # Nothing comes back before it was there first.
        ("2026-11-21T03:00:00+09:00", "2026-11-21T04:00:00+09:00", "daily", TOKYO,
         ("2026-11-01T00:00:00+09:00", "2026-11-22T00:00:00+09:00"),
         [("2026-11-21T03:00:00+09:00", "2026-11-21T04:00:00+09:00")]),
    ],
)  # fmt: skip
def test_an_entry_comes_back_by_the_clocks_of_its_place(
    start: str, end: str, repeat: str, zone: str, span: tuple[str, str], wanted: list[tuple[str, str]]
) -> None:
    found = list(calendar_spans(entry(start, end, repeat), zone, at(span[0]), at(span[1])))
    assert found == [(at(begin), at(finish)) for begin, finish in wanted]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-10-25T00:00:00+00:00", "2026-10-25T01:30:00+00:00"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25T01:15:00+00:00"),
        ("2026-10-24T22:00:00+00:00", "2026-10-25T01:15:00+00:00"),
    ],
)
def test_what_happens_once_lasts_as_long_as_it_says_when_clocks_go_back(start: str, end: str) -> None:
    span = at("2026-10-20T00:00:00+00:00"), at("2026-10-30T00:00:00+00:00")
    assert list(calendar_spans(entry(start, end, "never"), "Europe/Berlin", *span)) == [(at(start), at(end))]


def test_what_comes_back_never_vanishes_with_an_hour_of_the_clocks() -> None:
    nightly = entry("2026-03-01T02:30:00+01:00", "2026-03-01T03:30:00+01:00", "daily")  # 29 March has no 02:30
    span = at("2026-03-29T00:00:00+01:00"), at("2026-03-30T00:00:00+02:00")
    assert [end - begin for begin, end in calendar_spans(nightly, "Europe/Berlin", *span)] == [3600]
    begun_twice = entry("2026-10-25T00:30:00+00:00", "2026-10-25T01:15:00+00:00", "daily")  # from 02:30 to 02:15
    span = at("2026-10-26T00:00:00+01:00"), at("2026-10-27T00:00:00+01:00")
    assert [end - begin for begin, end in calendar_spans(begun_twice, "Europe/Berlin", *span)] == [2700]


@pytest.mark.parametrize("repeat", ["never", "daily", "weekly", "monthly", "month-end"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "UTC"])
def test_the_first_and_the_last_year_are_no_trouble(repeat: str, zone: str) -> None:
    span = at("2026-03-29T00:00:00+01:00"), at("2026-03-30T00:00:00+02:00")
    first = entry("0001-01-01T00:00:00+09:00", "0001-01-01T01:00:00+09:00", repeat)
    assert len(list(calendar_spans(first, zone, *span))) in {0, 1, 2}
    last = entry("9999-12-31T23:00:00-05:00", "9999-12-31T23:59:00-05:00", repeat)
    assert list(calendar_spans(last, zone, *span)) == []
    ever = entry("0001-01-01T00:00:00+00:00", "9999-12-31T23:59:00+00:00", repeat)
    assert next(calendar_spans(ever, zone, *span))[1] > span[0]


@pytest.mark.parametrize("repeat", ["never", "daily", "weekly", "monthly", "month-end"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
@pytest.mark.parametrize("start", ["0001-01-01T00:00:00+00:00", "1960-02-29T00:00:00+00:00", "2020-01-01T00:00:00Z"])
@pytest.mark.parametrize("end", ["9999-12-31T23:59:59+00:00", "2999-12-31T00:00:00+00:00"])
def test_an_open_end_is_one_span_that_clocks_can_say(repeat: str, zone: str, start: str, end: str) -> None:
    span = at("2026-11-20T00:00:00Z"), at("2026-12-20T00:00:00Z")
    ((begin_s, end_s),) = calendar_spans(entry(start, end, repeat), zone, *span)
    assert 0 <= begin_s <= span[0]
    assert span[1] <= end_s
    for place in (TOKYO, "America/Los_Angeles"):
        first, last = (datetime.fromtimestamp(one, ZoneInfo(place)).year for one in (begin_s, end_s))
        assert (first <= 2026, last >= 2998) == (True, True)
