"""The series book is bounded, ordered, and overlapping points replace known ones."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.event import SeriesObserved
from console.domain.signal_key import SignalKey
from console.store.series_book import SeriesBook

KEY = SignalKey("rps", "tokyo")


def test_the_oldest_points_fall_out() -> None:
    book = SeriesBook(capacity=100)
    for at_s in range(1000):
        book.extend(SeriesObserved(KEY, (float(at_s),), (1.0,)))
    times, _ = book.read(KEY)
    assert times[-1] == 999
    assert 100 <= len(times) <= 113


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 10)), max_size=20))
def test_times_ascend_and_the_last_word_wins(spans: list[tuple[int, int]]) -> None:
    book, expected = SeriesBook(), dict[float, float]()
    for number, (start, length) in enumerate(spans):
        times = tuple(float(start + step) for step in range(length))
        expected = {at_s: value for at_s, value in expected.items() if not times[0] <= at_s <= times[-1]}
        expected.update(dict.fromkeys(times, float(number)))
        book.extend(SeriesObserved(KEY, times, (float(number),) * length))
    times, values = book.read(KEY)
    assert dict(zip(times, values, strict=True)) == expected
    assert list(times) == sorted(expected)


def test_reading_since_a_moment_and_of_an_unknown_series() -> None:
    book = SeriesBook()
    book.extend(SeriesObserved(KEY, (1.0, 2.0, 3.0), (1.0, 2.0, 3.0)))
    assert list(book.read(KEY, since_s=2.0)[0]) == [2.0, 3.0]
    assert len(book.read(SignalKey("other"))[0]) == 0
    assert book.version(KEY) == 1
