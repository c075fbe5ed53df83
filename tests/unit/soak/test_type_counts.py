"""The numbers of types in a sample are told as they were given, in a fraction of the bytes of a dictionary."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.soak import type_counts
from tests.soak.type_counts import TypeCounts

NAMES = st.text(min_size=1, max_size=8)


@given(st.dictionaries(NAMES, st.integers(1, 10**6)), st.dictionaries(NAMES, st.integers(1, 10**6)))
def test_what_was_counted_is_told(first: dict[str, int], second: dict[str, int]) -> None:
    one, other = TypeCounts(first), TypeCounts(second)
    assert dict(one) == first
    assert dict(other) == second
    assert len(one) == len(first)
    assert all(one[name] == first.get(name, 0) for name in (*first, *second, "never seen"))


def test_a_sample_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type_counts, "_PLACES", {})
    counts = {f"console.domain.kind_{number}.Kind{number}": number + 1 for number in range(400)}
    TypeCounts(counts)  # the names are kept once
    held = TypeCounts(counts)
    assert sys.getsizeof(held._counts) * 4 < sys.getsizeof(dict(counts)) + sum(map(sys.getsizeof, counts.values()))
