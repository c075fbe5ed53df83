"""What of a stretch of time is missing, and in which order it is written."""

from hypothesis import given
from hypothesis import strategies as st

from console.lab.backfill.span import Span, newest_first, uncovered

_spans = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda pair: Span(*sorted(pair)))


def _seconds(span: Span) -> set[int]:
    return set(range(int(span.start_s) + 1, int(span.end_s) + 1))


@given(st.lists(_spans, max_size=6))
def test_covered_and_uncovered_are_the_whole_and_do_not_overlap(covered: list[Span]) -> None:
    wanted = Span(20, 80)
    gaps = uncovered(wanted, covered)
    missing: set[int] = set().union(*map(_seconds, gaps)) if gaps else set()
    known: set[int] = set().union(*map(_seconds, covered)) if covered else set()
    assert missing == _seconds(wanted) - known
    assert sum(gap.length_s for gap in gaps) == len(missing)


def test_a_gap_that_is_not_worth_a_block_is_left() -> None:
    assert uncovered(Span(0, 100), [Span(0, 41), Span(45, 90)], least_s=5) == (Span(90, 100),)


def test_a_long_gap_is_written_from_its_newest_end_in_bounded_parts() -> None:
    parts = newest_first(Span(0, 1000), first_s=50, most_s=400)
    assert parts == (Span(950, 1000), Span(550, 950), Span(0, 550))


@given(st.integers(1, 5000), st.integers(1, 500), st.integers(1, 500))
def test_the_parts_are_the_gap(length: int, first: int, most: int) -> None:
    parts = newest_first(Span(0, length), first, most)
    assert sum(part.length_s for part in parts) == length
    assert [part.end_s for part in parts[1:]] == [part.start_s for part in parts[:-1]]
    assert all(part.length_s <= 1.5 * max(first, most) for part in parts)


def test_a_short_gap_is_one_part() -> None:
    assert newest_first(Span(0, 60), first_s=50, most_s=400) == (Span(0, 60),)
