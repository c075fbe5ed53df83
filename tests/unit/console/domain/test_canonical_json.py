"""Canonical JSON as RFC 8785 wants it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.canonical_json import canonical_json

# Examples of RFC 8785, section 3.2.2.3 and appendix B, in the range that changes use.
NUMBERS = {
    -0.0: "0",
    1e15: "1000000000000000",
    -1.5e17: "-150000000000000000",
    333333333.33333329: "333333333.3333333",
    1e30: "1e+30",
    4.50: "4.5",
    2e-3: "0.002",
    1e-27: "1e-27",
    1e-6: "0.000001",
    1.5e-7: "1.5e-7",
    123456.789e-11: "0.00000123456789",
    1e21: "1e+21",
    999999999999999900000.0: "999999999999999900000",
    -0.0000033333333333333333: "-0.0000033333333333333333",
}


@pytest.mark.parametrize(("number", "text"), NUMBERS.items())
def test_numbers_are_written_as_ecmascript_does(number: float, text: str) -> None:
    assert canonical_json(number) == text


def test_keys_are_in_utf_16_order_and_nothing_is_blank() -> None:
    value = {"\u20ac": "Euro", "\r": 1, "\ufb33": 2, "1": [True, None], "\U0001f600": 3, "\x80": 4, "ö": 5}
    assert list(json.loads(canonical_json(value))) == ["\r", "1", "\x80", "ö", "\u20ac", "\U0001f600", "\ufb33"]
    assert canonical_json({"b": [1, 2.0], "a": "x"}) == '{"a":"x","b":[1,2]}'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_has_not_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="no JSON number"):
        canonical_json([number])
    with pytest.raises(TypeError, match="set is no JSON value"):
        canonical_json({"a": {1}})


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def _as_floats(value: object) -> object:
    if isinstance(value, list):
        return [_as_floats(one) for one in value]
    if isinstance(value, dict):
        return {key: _as_floats(one) for key, one in value.items()}
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@given(values)
def test_any_value_comes_back(value: object) -> None:
    # Whole numbers are written as JavaScript does (RFC 8785): beyond 2**53 only their nearest float is meant.
    assert _as_floats(json.loads(canonical_json(value))) == _as_floats(value)
    assert canonical_json(json.loads(canonical_json(value))) == canonical_json(value)
