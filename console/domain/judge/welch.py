"""Two means compared at one look, without supposing equal variances."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.domain.student import student_chance, student_quantile


@dataclass(frozen=True, slots=True)
class Welch:
    """``difference`` is first minus second in the unit of the values, with its 95 % interval; ``p`` is two-sided."""

    difference: float
    low: float
    high: float
    t: float
    freedom: float
    p: float


def welch(first: Sequence[float], second: Sequence[float]) -> Welch | None:
    """Compare two means; ``None`` with fewer than two values in an arm, or when neither arm varies."""
    import numpy as np  # noqa: PLC0415 - heavy

    if min(len(first), len(second)) < 2:
        return None
    one, two = np.var(first, ddof=1) / len(first), np.var(second, ddof=1) / len(second)
    if one + two == 0:
        return None
    difference = float(np.mean(first) - np.mean(second))
    spread = float(np.sqrt(one + two))
    freedom = float((one + two) ** 2 / (one**2 / (len(first) - 1) + two**2 / (len(second) - 1)))
    t = difference / spread
    half = student_quantile(freedom, 0.975) * spread
    return Welch(difference, difference - half, difference + half, t, freedom, 2 * student_chance(freedom, -abs(t)))
