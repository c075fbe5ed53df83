"""Two shares compared at one look: the pooled z test and Newcombe's interval of the difference."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TwoProportion:
    """``difference`` is first minus second with its 95 % interval; p-values hold for one look only.

    ``p_larger`` is the chance when the first is not larger. ``z`` and the p-values are ``None`` where both arms are all
    good or all bad.
    """

    difference: float
    low: float
    high: float
    z: float | None
    p_two_sided: float | None
    p_larger: float | None
    p_smaller: float | None


def two_proportion(bad_1: float, trials_1: float, bad_2: float, trials_2: float) -> TwoProportion | None:
    """Compare two shares; ``None`` when an arm has no trials."""
    if trials_1 <= 0 or trials_2 <= 0:
        return None
    share_1, share_2 = bad_1 / trials_1, bad_2 / trials_2
    low, high = _newcombe(share_1, trials_1, share_2, trials_2)
    pooled = (bad_1 + bad_2) / (trials_1 + trials_2)
    spread = math.sqrt(max(0.0, pooled * (1 - pooled)) * (1 / trials_1 + 1 / trials_2))
    if spread == 0:
        return TwoProportion(share_1 - share_2, low, high, None, None, None, None)
    z = (share_1 - share_2) / spread
    return TwoProportion(share_1 - share_2, low, high, z, 2 * _above(abs(z)), _above(z), _above(-z))


def wilson(share: float, trials: float) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    z = 1.959963984540054
    middle = share + z * z / (2 * trials)
    half = z * math.sqrt(max(0.0, share * (1 - share)) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def _newcombe(share_1: float, trials_1: float, share_2: float, trials_2: float) -> tuple[float, float]:
    low_1, high_1 = wilson(share_1, trials_1)
    low_2, high_2 = wilson(share_2, trials_2)
    difference = share_1 - share_2
    low = difference - math.hypot(share_1 - low_1, high_2 - share_2)
    return low, difference + math.hypot(high_1 - share_1, share_2 - low_2)


def _above(z: float) -> float:
    return math.erfc(z / math.sqrt(2)) / 2
