"""Weights keep their sum whatever one of them is moved to."""

# proves L5.1 (weights sum to 1)

from hypothesis import given
from hypothesis import strategies as st

from console.domain.weight_balance import balanced, whole_parts


def test_the_others_share_the_rest_as_before() -> None:
    assert balanced((60, 20, 20), 0, 40, 100) == (40, 30, 30)
    assert balanced((100, 0, 0), 0, 50, 100) == (50, 25, 25)
    assert balanced((60, 20, 20), 1, 200, 100) == (0, 100, 0)
    assert balanced((10,), 0, 3, 100) == (100,)
    assert whole_parts((1 / 3, 1 / 3, 1 / 3), 10) == (4, 3, 3)
    assert whole_parts((0.0, 0.0), 10) == (0, 0)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=8), st.integers(0, 7), st.integers(-5, 1005))
def test_the_sum_is_always_whole(weights: list[int], place: int, wanted: int) -> None:
    found = balanced(weights, place % len(weights), wanted, 1000)
    assert sum(found) == 1000
    assert found[place % len(weights)] == max(0, min(1000, wanted))
    assert min(found) >= 0
