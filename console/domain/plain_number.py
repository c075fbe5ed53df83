"""Numbers as programs read them."""

from math import isfinite


def plain_number(value: float) -> str:
    """Return a number with the fewest digits that mean it: 14.4, 6, 0.0009999999999999432."""
    return str(int(value)) if isfinite(value) and value == int(value) else repr(value)
