"""Daily, weekly on Sunday, monthly at month end; all in Japan. (proves E1.3)"""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from console.domain.model.update_calendar import WORK, Rhythm, next_occurrences

SATURDAY = datetime(2026, 11, 21, 16, 59, tzinfo=UTC).timestamp()  # Sunday 01:59 in Japan


def days(rhythm: Rhythm, now_s: float, count: int = 3) -> list[str]:
    return [f"{one.at:%m-%d %H:%M}" for one in next_occurrences(rhythm, "02:00", now_s, count)]


def test_sunday_begins_in_japan_and_not_here() -> None:
    assert days(Rhythm.WEEKLY, SATURDAY) == ["11-22 02:00", "11-29 02:00", "12-06 02:00"]
    assert days(Rhythm.WEEKLY, SATURDAY + 60)[0] == "11-29 02:00", "what begins now is not next"


def test_the_month_ends_on_its_last_day_in_every_month() -> None:
    january = datetime(2027, 1, 31, 0, tzinfo=UTC).timestamp()
    assert days(Rhythm.MONTHLY, january) == ["02-28 02:00", "03-31 02:00", "04-30 02:00"]


def test_each_rhythm_has_its_three_pieces_of_work() -> None:
    assert WORK == {
        Rhythm.DAILY: ("feedback", "small_weights", "cache"),
        Rhythm.WEEKLY: ("full_retraining", "evaluation", "ab_setup"),
        Rhythm.MONTHLY: ("dictionary", "vectors", "architecture_review"),
    }


@given(st.floats(min_value=1.0e9, max_value=4e9), st.sampled_from(list(Rhythm)))
def test_occurrences_ascend_lie_ahead_and_keep_their_rule(now_s: float, rhythm: Rhythm) -> None:
    found = next_occurrences(rhythm, "02:00", now_s, 4)
    times = [one.at for one in found]
    assert times == sorted(set(times))
    assert times[0].timestamp() > now_s
    for at in times:
        assert at.utcoffset() == timedelta(hours=9)
        assert rhythm is not Rhythm.WEEKLY or at.weekday() == 6
        assert rhythm is not Rhythm.MONTHLY or at.day == monthrange(at.year, at.month)[1]
