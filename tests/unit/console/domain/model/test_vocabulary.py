"""Coverage over 30 days, what is missing most, and what to do. (proves E3.2)"""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from console.domain.model.vocabulary import Advice, DayCoverage, vocabulary_report

TODAY = date(2026, 11, 20)


def days(*rates: float) -> list[DayCoverage]:
    """Days that end today, a thousand tokens each."""
    count = len(rates)
    return [
        DayCoverage(TODAY - timedelta(days=count - 1 - place), 1_000, round(1_000 * rate))
        for place, rate in enumerate(rates)
    ]


def test_only_thirty_days_count() -> None:
    report = vocabulary_report(days(*[0.0] * 10, *[0.9] * 30), TODAY, {})
    assert (report.days, report.rate, report.advice) == (30, 0.9, Advice.NOTHING)


def test_the_missing_tokens_that_lift_the_rate_above_85_percent_are_counted() -> None:
    report = vocabulary_report(days(*[0.84] * 30), TODAY, {"a": 100, "b": 150, "c": 100, "d": 1})
    assert report.missing[0] == ("b", 150)
    assert (report.needed, report.advice) == (3, Advice.ADD_WORDS), "300 of 30,000 reach 85 %, above it takes one more"


def test_when_the_hundred_most_frequent_are_not_enough_the_dictionary_is_renewed() -> None:
    report = vocabulary_report(days(*[0.5] * 30), TODAY, {f"t{number}": 1 for number in range(300)})
    assert (len(report.missing), report.needed, report.advice) == (100, None, Advice.RENEW)


def test_the_trend_is_of_the_last_third_against_the_first() -> None:
    report = vocabulary_report(days(*[0.9] * 10, *[0.8] * 10, *[0.7] * 10), TODAY, {})
    assert (report.first_rate, report.last_rate, report.third) == (0.9, 0.7, 10)
    short = vocabulary_report(days(0.9, 0.9, 0.8, 0.8, 0.6, 0.6, 0.6), TODAY, {})
    assert (short.first_rate, short.last_rate, short.third) == (0.9, 0.6, 2)


def test_a_single_day_has_no_trend() -> None:
    report = vocabulary_report(days(0.9), TODAY, {})
    assert (report.rate, report.first_rate, report.last_rate) == (0.9, None, None)


def test_without_tokens_there_is_no_rate() -> None:
    report = vocabulary_report([], TODAY, {"a": 3})
    assert (report.rate, report.first_rate, report.advice) == (None, None, Advice.COUNT)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.dictionaries(st.text(max_size=2), st.integers(1, 500)))
def test_as_many_as_are_needed_are_enough_and_one_less_is_not(rates: list[float], missing: dict[str, int]) -> None:
    report = vocabulary_report(days(*rates), TODAY, missing)
    if report.needed is None:
        return
    won = [sum(count for _, count in report.missing[:taken]) for taken in (report.needed, max(0, report.needed - 1))]
    assert (report.covered + won[0]) / report.tokens > 0.85
    assert report.needed == 0 or (report.covered + won[1]) / report.tokens <= 0.85
