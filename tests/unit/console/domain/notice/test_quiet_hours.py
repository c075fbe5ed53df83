"""When it is quiet, also over midnight, on some days, across a change of the clocks. Proves G1.10."""

from datetime import datetime, time

import pytest

from console.domain.notice.quiet_hours import QuietHours, quiet_until

NIGHT = QuietHours(time(22), time(7), "Asia/Tokyo")


def _at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-18T21:59:59+09:00", None),
        ("2026-11-18T22:00:00+09:00", "2026-11-19T07:00:00+09:00"),
        ("2026-11-19T06:59:59+09:00", "2026-11-19T07:00:00+09:00"),
        ("2026-11-19T07:00:00+09:00", None),
    ],
)
def test_a_night_goes_over_midnight_and_ends_on_time(now: str, until: str | None) -> None:
    assert quiet_until([NIGHT], _at(now)) == (_at(until) if until else None)


def test_quiet_hours_that_follow_one_another_are_one() -> None:
    weekend = QuietHours(time(0), time(0), "Asia/Tokyo", frozenset({5, 6}))
    friday_night = _at("2026-11-20T23:00:00+09:00")
    assert quiet_until([NIGHT, weekend], friday_night) == _at("2026-11-23T07:00:00+09:00")


def test_only_the_days_on_which_it_begins_count() -> None:
    tuesday = QuietHours(time(22), time(7), "UTC", frozenset({1}))
    assert quiet_until([tuesday], _at("2026-11-18T03:00:00+00:00")) is not None
    assert quiet_until([tuesday], _at("2026-11-19T03:00:00+00:00")) is None


def test_the_clocks_decide_when_they_are_changed() -> None:
    berlin = QuietHours(time(22), time(7), "Europe/Berlin")
    assert quiet_until([berlin], _at("2026-10-24T23:00:00+02:00")) == _at("2026-10-25T07:00:00+01:00")


def test_somebody_who_is_always_quiet_is_told_within_days_all_the_same() -> None:
    always = QuietHours(time(0), time(0))
    now_s = _at("2026-11-18T12:00:00+00:00")
    end_s = quiet_until([always], now_s)
    assert end_s is not None
    assert 0 < end_s - now_s < 9 * 86_400
