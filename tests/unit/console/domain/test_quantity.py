"""Quantities as Kubernetes writes them. Proves L2.1."""

import pytest

from console.domain.quantity import quantity_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("250m", 0.25), ("1500000000n", 1.5), ("500u", 0.0005), ("1k", 1e3), ("2Mi", 2.0**21), ("3E", 3e18),
        ("1Ei", 2.0**60), ("1E3", 1e3), ("1e-2", 0.01), (" 7 ", 7.0), ("-5", -5.0), (".5", 0.5),
    ],
)  # fmt: skip
def test_every_suffix_has_its_factor(text: str, number: float) -> None:
    assert quantity_number(text) == pytest.approx(number)


@pytest.mark.parametrize("text", [None, "", "70%", "1x", "1KI", "m", "1e", "1 2", "<unknown>"])
def test_what_is_no_quantity_is_none(text: str | None) -> None:
    assert quantity_number(text) is None
