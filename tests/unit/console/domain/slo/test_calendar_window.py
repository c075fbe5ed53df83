"""Windows that follow the calendar begin where a person with a calendar would say, clocks put forward or back or not.

# proves L3.1
"""

from datetime import datetime

import pytest

from console.domain.slo.calendar_window import CalendarWindow


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.mark.parametrize(
    ("window", "now", "began"),
    [
        # New York puts its clocks forward on 8 March 2026: the day before is 24 h long, that day 23 h.
        (("2026-01-01 00:00", "America/New_York", 1, "d"), "2026-03-08T23:59:00-04:00", "2026-03-08T00:00:00-05:00"),
        (("2026-01-01 00:00", "America/New_York", 1, "d"), "2026-03-09T00:00:00-04:00", "2026-03-09T00:00:00-04:00"),
        # and back on 1 November 2026: that day is 25 h long.
        (("2026-01-01 00:00", "America/New_York", 1, "d"), "2026-11-01T23:30:00-05:00", "2026-11-01T00:00:00-04:00"),
        (("2026-01-01 00:00", "America/New_York", 1, "m"), "2026-11-20T12:00:00-05:00", "2026-11-01T00:00:00-04:00"),
        (("2022-01-01 12:00", "America/New_York", 1, "w"), "2026-03-14T11:59:59-04:00", "2026-03-07T12:00:00-05:00"),
        (("2022-01-01 12:00", "America/New_York", 1, "w"), "2026-03-14T12:00:00-04:00", "2026-03-14T12:00:00-04:00"),
        # Tokyo has no summer time; its month begins nine hours before that of UTC.
        (("2026-01-01 00:00", "Asia/Tokyo", 1, "M"), "2026-11-30T15:00:00+00:00", "2026-12-01T00:00:00+09:00"),
        (("2026-01-01 00:00", "Asia/Tokyo", 1, "M"), "2026-11-30T14:59:59+00:00", "2026-11-01T00:00:00+09:00"),
        (("2026-01-31 00:00", "Asia/Tokyo", 1, "M"), "2026-03-01T00:00:00+09:00", "2026-02-28T00:00:00+09:00"),
        (("2026-01-01 00:00", "Asia/Tokyo", 1, "Q"), "2026-11-21T00:00:00+09:00", "2026-10-01T00:00:00+09:00"),
        (("2024-02-29 00:00", "UTC", 1, "Y"), "2026-11-21T00:00:00+00:00", "2026-02-28T00:00:00+00:00"),
        (("2026-01-01 00:00", "UTC", 2, "w"), "2026-01-28T00:00:00+00:00", "2026-01-15T00:00:00+00:00"),
        # Before the very first window there is no other one.
        (("2030-01-01 00:00", "UTC", 1, "M"), "2026-01-28T00:00:00+00:00", "2030-01-01T00:00:00+00:00"),
    ],
)
def test_a_window_begins_by_the_clocks_of_its_place(window: tuple[str, str, int, str], now: str, began: str) -> None:
    start, zone, count, unit = window
    assert CalendarWindow(datetime.fromisoformat(start), zone, count, unit).began_s(at(now)) == at(began)
