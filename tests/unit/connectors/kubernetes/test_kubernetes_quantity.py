"""Quantities: properties over everything the API may write."""

import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.kubernetes.rows.quantity import amount, quantity

SUFFIXES = {
    "": 1,
    "n": Decimal("1e-9"),
    "u": Decimal("1e-6"),
    "m": Decimal("1e-3"),
    "k": 10**3,
    "M": 10**6,
    "G": 10**9,
    "T": 10**12,
    "P": 10**15,
    "E": 10**18,
    "Ki": 2**10,
    "Mi": 2**20,
    "Gi": 2**30,
    "Ti": 2**40,
    "Pi": 2**50,
    "Ei": 2**60,
}
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=3)


@given(NUMBERS, st.sampled_from(sorted(SUFFIXES)))
def test_a_number_with_a_suffix_is_the_number_times_the_suffix(number: Decimal, suffix: str) -> None:
    assert quantity(f"{number:f}{suffix}") == pytest.approx(float(number * SUFFIXES[suffix]), rel=1e-12)


@given(st.integers(-9999, 9999), st.integers(-6, 12))
def test_exponents_are_understood_in_both_cases(number: int, exponent: int) -> None:
    expected = float(Decimal(number).scaleb(exponent))
    assert quantity(f"{number}e{exponent}") == quantity(f"{number}E{exponent}") == pytest.approx(expected)


@given(st.integers(0, 10**6))
def test_milli_cores_and_cores_agree(milli: int) -> None:
    assert quantity(f"{milli}m") == pytest.approx(milli / 1000)
    assert quantity(milli) == milli


@given(st.text(max_size=20))
@example("1e999999999")
@example("NaN")
@example("Infinity")
@example("-Infinity")
@example("1ki")
@example("1_000")
@example("٣")
@example("")
def test_any_text_is_a_finite_number_or_refused_and_counts_as_nothing(text: str) -> None:
    try:
        number = quantity(text)
    except ValueError:
        assert amount(text) == 0.0
    else:
        assert math.isfinite(number)
        assert amount(text) == number


def test_what_is_not_stated_counts_as_nothing() -> None:
    assert amount(None) == 0.0


@given(st.integers(0, 10**16), st.sampled_from(["", "m", "k", "M", "G", "Ki", "Mi", "Gi"]))
@example(10**15, "Gi")
@example(250, "m")
def test_a_plain_whole_number_is_exactly_what_the_official_client_makes_of_it(number: int, suffix: str) -> None:
    from kubernetes.utils.quantity import parse_quantity

    assert quantity(f"{number}{suffix}") == float(parse_quantity(f"{number}{suffix}"))
