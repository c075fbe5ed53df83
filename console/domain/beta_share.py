"""The regularised incomplete beta function: what the distributions of Beta, Student and Bernoulli trials stand on.

Continued fraction DLMF 8.17.22 by Lentz's method; the front factor by Stirling's series (DLMF 5.11.1) where its
logarithms of gammas would cancel. A package with this function costs a window 26 MB and half a second.
"""

import math

_STEPS = 100_000  # about the root of the larger parameter is needed
_TINY = 1e-300
_EXACT = 1e-15
_LARGE = 20.0


def beta_share(alpha: float, beta: float, x: float, rest: float | None = None) -> float:
    """Return P(share ≤ x) of Beta(``alpha``, ``beta``), both above 0; ``rest`` is 1 - x, where that is known better."""
    left = 1.0 - x if rest is None else rest
    if x <= 0.0 or left <= 0.0:
        return 0.0 if x <= 0.0 else 1.0
    if x > (alpha + 1.0) / (alpha + beta + 2.0):  # the fraction converges quickly only below its mean
        return 1.0 - beta_share(beta, alpha, left, x)
    front = alpha * _log(x, left) + beta * _log(left, x) - _log_beta(alpha, beta)
    return math.exp(front) * _fraction(alpha, beta, x) / alpha


def _log(x: float, rest: float) -> float:
    return math.log(x) if x < 0.5 else math.log1p(-rest)


def _log_beta(alpha: float, beta: float) -> float:
    small, large = sorted((alpha, beta))
    if large < _LARGE:
        return math.lgamma(small) + math.lgamma(large) - math.lgamma(small + large)
    both = small + large
    growth = (large - 0.5) * math.log1p(small / large) + small * math.log(both) - small
    return math.lgamma(small) - growth - _beyond_stirling(both) + _beyond_stirling(large)


def _beyond_stirling(z: float) -> float:
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * z * z)) / (z * z)) / (z * z)) / z


def _fraction(alpha: float, beta: float, x: float) -> float:
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
