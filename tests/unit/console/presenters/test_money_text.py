"""Amounts of money as people read them."""

import pytest

from console.presenters.money_text import money


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (-0.00001, "0.0000 USD"),
        (-0.0001, "-0.0001 USD"),
        (-0.0, "0.00 USD"),
        (-1234.5, "-1,234.50 USD"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_an_amount_that_rounds_to_nothing_has_no_sign_and_an_unknown_one_is_no_zero(
    amount: float | None, text: str
) -> None:
    assert money(amount, "USD") == text
