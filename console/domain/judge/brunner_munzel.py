"""Two histograms compared at one look: how likely the canary's value is the larger one (Brunner and Munzel)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from console.domain.student import student_chance


@dataclass(frozen=True, slots=True)
class BrunnerMunzel:
    """``slower`` is the chance that a value of the canary is larger than one of the baseline (ties half).

    ``p`` is the one-sided chance of that in equal arms, for one look only.
    """

    slower: float
    p: float


def brunner_munzel(baseline: Sequence[float], canary: Sequence[float]) -> BrunnerMunzel | None:
    """Compare counts per bucket, both in the same ascending buckets; ``None`` with fewer than two values in an arm.

    Brunner and Munzel, Biom. J. 42 (2000) 17-25. Their t distribution knows no floor: among equal arms each way of
    sharing the values out is as likely, so that even complete separation is no rarer than one in all of these ways
    (Neubert and Brunner, Comput. Stat. Data Anal. 51 (2007) 5192-5204).
    """
    import numpy as np  # noqa: PLC0415 - heavy

    first, second = np.asarray(baseline, float), np.asarray(canary, float)
    n, m = float(first.sum()), float(second.sum())
    if n < 2 or m < 2:
        return None
    # Placements: which share of the other arm is smaller, ties half. They carry all that ranks would.
    over_first = (np.cumsum(first) - first / 2) / n
    over_second = (np.cumsum(second) - second / 2) / m
    slower = float((second * over_first).sum() / m)
    spread_2 = float((second * (over_first - slower) ** 2).sum() / (m - 1))
    spread_1 = float((first * (over_second - (1 - slower)) ** 2).sum() / (n - 1))
    part_1, part_2 = spread_1 / n, spread_2 / m
    if part_1 + part_2 <= 0:
        return BrunnerMunzel(slower, 0.5 if slower == 0.5 else max(_rarest(n, m), float(slower < 0.5)))
    t = (slower - 0.5) / math.sqrt(part_1 + part_2)
    freedom = (part_1 + part_2) ** 2 / (part_1**2 / (n - 1) + part_2**2 / (m - 1))
    return BrunnerMunzel(slower, max(_rarest(n, m), student_chance(freedom, -t)))


def _rarest(n: float, m: float) -> float:
    """Return one in the number of ways to choose ``m`` of all values; counts may be fractions."""
    return math.exp(math.lgamma(n + 1) + math.lgamma(m + 1) - math.lgamma(n + m + 1))
