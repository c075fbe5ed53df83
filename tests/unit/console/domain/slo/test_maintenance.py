"""Parts of time that are maintenance, and those that are not.

# proves L3.1
"""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.slo.maintenance import Maintenance, kept_parts, within


def test_what_overlaps_or_touches_is_one_and_is_cut_to_the_span() -> None:
    found = [Maintenance(50, 80, "b"), Maintenance(-10, 20, "a"), Maintenance(80, 90, "c"), Maintenance(200, 300, "d")]
    assert within(found, 0, 100) == (Maintenance(0, 20, "a"), Maintenance(50, 90, "b, c"))
    assert kept_parts(found, 0, 100) == ((20, 50), (90, 100))


def test_a_span_that_is_covered_keeps_nothing() -> None:
    assert kept_parts([Maintenance(0, 50), Maintenance(40, 120)], 10, 100) == ()
    assert kept_parts([], 10, 100) == ((10, 100),)


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 300))))
def test_every_second_is_either_maintenance_or_kept(drawn: list[tuple[int, int]]) -> None:
    found = [Maintenance(start, start + length) for start, length in drawn]
    left_out = {second for one in found for second in range(int(one.start_s), int(one.end_s))} & set(range(100, 900))
    parts = kept_parts(found, 100, 900)
    kept = [second for start, end in parts for second in range(int(start), int(end))]
    assert sorted(kept) == sorted(set(range(100, 900)) - left_out)
    assert sum(one.length_s for one in within(found, 100, 900)) == len(left_out)
