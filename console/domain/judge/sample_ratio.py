"""Sample-ratio mismatch: whether the arms got the traffic that they were meant to get."""

import math

MISMATCH = 0.001
"""A chance below which the split is called wrong; small, because a wrong split is a rare and serious fault."""


def sample_ratio_chance(first: float, second: float, first_share: float) -> float:
    """Return the chance of a split at least as far from ``first_share`` (0 to 1) as this one, by chi square."""
    total = first + second
    if total <= 0 or not 0 < first_share < 1:
        return 1.0
    off = (first - total * first_share) ** 2 / (total * first_share * (1 - first_share))
    return math.erfc(math.sqrt(off / 2))
