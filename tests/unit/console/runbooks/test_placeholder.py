"""Values in texts: no digit of a number is lost on its way into a script or a query. Proves L2.3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.runbooks.runbook_parameter import ParameterType, RunbookParameter
from console.kernel.errors import UserError
from console.runbooks.parameter_value import read_values
from console.runbooks.placeholder import filled_query, written
from console.runbooks.scope import Scope
from console.runbooks.world import World

WORLD = World(None, 0.0, "")


@pytest.mark.parametrize(
    ("value", "text"),
    [(125829120.0, "125829120"), (1234567.5, "1234567.5"), (0.12345678, "0.12345678"), (0.00001, "0.00001"),
     (1e22, "1" + "0" * 22), (-2.0, "-2"), (3, "3"), (True, "true"), (False, "false"), ("a", "a")],
)  # fmt: skip
def test_a_value_is_written_with_all_its_digits(value: str | float | bool, text: str) -> None:
    assert written(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_survives_being_written_and_has_no_exponent(value: float) -> None:
    assert float(written(value)) == value
    assert "e" not in written(value)


def test_scripts_and_queries_get_the_number_that_was_given_or_is_the_default() -> None:
    limit = RunbookParameter("limit", ParameterType.NUMBER)
    values = read_values((limit,), {"limit": "125829120"}, WORLD)
    assert filled_query("x > {{ limit }}", values) == "x > 125829120"
    assert Scope((limit,), values, WORLD).variables()["LIMIT"] == "125829120"
    default = RunbookParameter("limit", ParameterType.NUMBER, default=16777217.0)
    assert read_values((default,), {}, WORLD) == {"limit": 16777217.0}


def test_a_bound_is_told_with_all_its_digits() -> None:
    limit = RunbookParameter("limit", ParameterType.NUMBER, maximum=125829120.0)
    with pytest.raises(UserError, match="above 125829120"):
        read_values((limit,), {"limit": "125829121"}, WORLD)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_a_default_that_is_no_number_is_refused_and_no_fault(value: float) -> None:
    limit = RunbookParameter("limit", ParameterType.NUMBER, default=value)
    with pytest.raises(UserError, match="no number"):
        read_values((limit,), {}, WORLD)
