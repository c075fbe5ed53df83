"""The upper bound of a share of which some successes and failures were seen (Beta distribution)."""

import math

_STEPS = 300
_TINY = 1e-300
_EXACT = 1e-14
_HALVINGS = 60


def beta_bound(alpha: float, beta: float, certainty: float) -> float:
    """Return x with P(share ≤ x) = ``certainty`` for Beta(``alpha``, ``beta``), by halving; both must be above 0."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if beta_share(alpha, beta, middle) < certainty:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_share(alpha: float, beta: float, x: float) -> float:
    """Return P(share ≤ x): the regularised incomplete beta function, by its continued fraction."""
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    if x > (alpha + 1.0) / (alpha + beta + 2.0):  # the fraction converges quickly only below its mean
        return 1.0 - beta_share(beta, alpha, 1.0 - x)
    log_front = (
        math.lgamma(alpha + beta) - math.lgamma(alpha) - math.lgamma(beta)
        + alpha * math.log(x) + beta * math.log1p(-x)
    )  # fmt: skip
    return math.exp(log_front) * _fraction(alpha, beta, x) / alpha


def _fraction(alpha: float, beta: float, x: float) -> float:
    """Lentz's method."""
    front, rest = 1.0, 1.0 / _safe(1.0 - (alpha + beta) * x / (alpha + 1.0))
    value = rest
    for step in range(1, _STEPS):
        even = step * (beta - step) * x / ((alpha + 2 * step - 1) * (alpha + 2 * step))
        odd = -(alpha + step) * (alpha + beta + step) * x / ((alpha + 2 * step) * (alpha + 2 * step + 1))
        for part in (even, odd):
            rest = 1.0 / _safe(1.0 + part * rest)
            front = _safe(1.0 + part / front)
            change = front * rest
            value *= change
        if abs(change - 1.0) < _EXACT:
            break
    return value


def _safe(number: float) -> float:
    return number if abs(number) > _TINY else _TINY
