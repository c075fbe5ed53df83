"""Quantities as Kubernetes writes them: ``250m``, ``1Gi``, ``1e3``."""

import math
from functools import lru_cache


@lru_cache(maxsize=4096)
def quantity(text: str | int | float) -> float:
    """Return the number (cores, bytes, pods) of a quantity; raise ``ValueError`` when it is none or not finite.

    The official client does the parsing; the few distinct values of a cluster are remembered, because it costs 3 µs.
    """
    from kubernetes.utils.quantity import parse_quantity  # noqa: PLC0415 - the package costs 0.4 CPU seconds

    try:
        number = float(parse_quantity(text))  # type: ignore[no-untyped-call]
    except (ArithmeticError, TypeError) as error:
        raise ValueError(f"invalid quantity {text!r}") from error
    if not math.isfinite(number):
        raise ValueError(f"invalid quantity {text!r}")
    return number


def amount(text: str | int | float | None) -> float:
    """Return the number of a quantity, 0 when there is none or when it is not readable."""
    if text is None:
        return 0.0
    try:
        return quantity(text)
    except ValueError:
        return 0.0
