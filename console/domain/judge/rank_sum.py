"""Two samples compared by ranks at one look: Mann-Whitney's U with ties and continuity corrected."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RankSum:
    """``u`` counts the pairs in which the first is larger (ties half), ``superiority`` their share, ``p`` two-sided."""

    u: float
    superiority: float
    p: float


def rank_sum(first: Sequence[float], second: Sequence[float]) -> RankSum | None:
    """Compare two samples; ``None`` when one is empty."""
    import numpy as np  # noqa: PLC0415 - heavy

    n, m = len(first), len(second)
    if not n or not m:
        return None
    values, places, counts = np.unique(np.concatenate((first, second)), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    u = float(ranks[:n].sum()) - n * (n + 1) / 2
    if len(values) == 1:
        return RankSum(u, 0.5, 1.0)
    ties = float((counts.astype(float) ** 3 - counts).sum()) / ((n + m) * (n + m - 1))
    spread = math.sqrt(n * m / 12 * (n + m + 1 - ties))
    z = max(0.0, abs(u - n * m / 2) - 0.5) / spread
    return RankSum(u, u / (n * m), math.erfc(z / math.sqrt(2)))
