"""900 kept, 100 new; unused = 90 days or fewer than 10 uses; above 85 % before deployment. (proves E3.1)"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.model.dictionary import TokenCount, WordUse, dictionary_plan

TODAY = date(2026, 11, 20)


def word(name: str, uses: int, days: int | None = 1) -> WordUse:
    return WordUse(name, uses, None if days is None else TODAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("uses", "days", "unused"),
    [(10, 90, False), (9, 1, True), (10_000, 91, True), (10, 0, False), (10_000, None, True)],
)
def test_what_is_unused(uses: int, days: int | None, unused: bool) -> None:
    assert word("x", uses, days).is_unused(TODAY) is unused


def test_nine_hundred_are_kept_and_a_hundred_new_ones_come() -> None:
    words = [word(f"w{number:04d}", 5_000 - number) for number in range(950)] + [word("old", 3)]
    plan = dictionary_plan(words, 1_000, TODAY, {f"n{number}": 1_000 - number for number in range(150)}, None)
    assert (len(plan.kept), len(plan.surplus), len(plan.added)) == (900, 50, 100)
    assert plan.kept[0].word == "w0000"
    assert plan.added[0] == ("n0", 1_000)
    assert [one.word for one in plan.unused] == ["old"]
    assert plan.may_be_deployed is None, "nobody counted tokens"


def test_coverage_counts_what_is_won_and_lost_over_the_same_days() -> None:
    words = [word("kept", 600), word("gone", 9)]
    plan = dictionary_plan(words, 10, TODAY, {"new": 20}, TokenCount(1_000, 840, 30))
    assert plan.coverage == pytest.approx((840 - 9 / 3 + 20) / 1_000)
    assert plan.may_be_deployed is True
    assert dictionary_plan(words, 10, TODAY, {}, TokenCount(1_000, 850, 30)).may_be_deployed is False
    assert dictionary_plan(words, 10, TODAY, {}, TokenCount(0, 0, 0)).coverage is None


def test_a_word_that_stays_is_not_new_and_one_that_falls_out_may_come_back() -> None:
    words = [word("stays", 100), word("falls", 2)]
    plan = dictionary_plan(words, 10, TODAY, {"stays": 50, "falls": 40}, None)
    assert plan.added == (("falls", 40),)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 200)), max_size=60),
    st.integers(1, 40),
    st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 99), max_size=20),
)
def test_every_word_goes_somewhere_once(uses: list[tuple[int, int]], places: int, missing: dict[str, int]) -> None:
    words = [word(f"w{place}", count, days) for place, (count, days) in enumerate(uses)]
    plan = dictionary_plan(words, places, TODAY, missing, TokenCount(1_000, 800, 30))
    assert sorted((*plan.kept, *plan.unused, *plan.surplus), key=lambda one: one.word) == sorted(
        words, key=lambda one: one.word
    )
    assert len(plan.kept) + len(plan.added) <= places
    assert plan.coverage is not None
    assert 0 <= plan.coverage <= 1
