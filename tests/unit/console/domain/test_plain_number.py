"""Numbers as programs read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.plain_number import plain_number


@pytest.mark.parametrize(
    ("value", "text"),
    [(14.4, "14.4"), (6.0, "6"), (6, "6"), (-0.0, "0"), (125829120.0, "125829120"), (1e22, "1" + "0" * 22),
     (float("inf"), "inf"), (float("nan"), "nan")],
)  # fmt: skip
def test_a_number_has_the_fewest_digits_that_mean_it(value: float, text: str) -> None:
    assert plain_number(value) == text


@given(st.floats(allow_nan=False))
def test_no_digit_is_lost(value: float) -> None:
    assert float(plain_number(value)) == value
