"""Student's distribution: chances and quantiles, by the incomplete beta function (DLMF 8.17)."""

from math import erfc, log1p, sqrt
from statistics import NormalDist

from console.domain.beta_share import beta_share

_HALVINGS = 200
_EXACT = 1e-14
_MANY = 1e6


def student_chance(freedom: float, t: float) -> float:
    """Return P(T ≤ ``t``) with ``freedom`` degrees of freedom (above 0, need not be whole)."""
    square = t * t
    if freedom > _MANY:  # nearly normal (Wallace 1959), where the fraction would need ever more steps
        deviate = (8 * freedom + 1) / (8 * freedom + 3) * sqrt(freedom * log1p(square / freedom))
        return 0.5 * erfc(deviate / sqrt(2) if t < 0 else -deviate / sqrt(2))
    tail = 0.5 * beta_share(freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square))
    return tail if t < 0 else 1.0 - tail


def student_quantile(freedom: float, chance: float) -> float:
    """Return the t with P(T ≤ t) = ``chance``, which lies within [0.5, 1), by halving."""
    low = NormalDist().inv_cdf(chance)  # fewer degrees of freedom only have heavier tails
    high = max(2 * low, 1.0)
    while student_chance(freedom, high) < chance:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if student_chance(freedom, middle) < chance:
            low = middle
        else:
            high = middle
        if high - low <= _EXACT * high:
            break
    return (low + high) / 2
