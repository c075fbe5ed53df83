"""Evidence, whenever somebody looks, that a share is above a limit, or further above another share than allowed.

The likelihood of larger odds against those of the limit, averaged over some odds ratios, grows beyond 1/α with a
probability of at most α while the share keeps to the limit, over all looks together: a mixture of likelihood ratios is
a test supermartingale, and Ville's inequality bounds it (Robbins, Ann. Math. Stat. 41 (1970) 1397-1409; Ramdas,
Grünwald, Vovk and Shafer, Stat. Sci. 38 (2023) 576-601). Two shares: at every share of the baseline that the limit
leaves possible, the product of both arms' evidence is one too, so the least of the products is careful.
"""

import math
from collections.abc import Callable, Sequence

from console.domain.judge.arm_slice import ArmSlice

_ABOVE = (1.05, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0)
_BESIDE = (*(1 / one for one in _ABOVE), *_ABOVE)
_THIRDS = 50


def evidence_above(trials: float, bad: float, limit: float) -> float:
    """Return the natural logarithm of the evidence that the share of bad trials is above ``limit`` (0 to 1)."""
    return _mixture(trials, bad, limit, _ABOVE)


def evidence_apart(both: ArmSlice, limit: float) -> float:
    """Return that of the canary's share being more than ``limit`` above the baseline's, which may be anything.

    Both shares are taken to stay what they are.
    """

    def product(share: float) -> float:
        beside = _mixture(both.baseline_trials, both.baseline_bad, share, _BESIDE)
        # Half of the weight is on the share itself: a baseline of many trials costs no more than that.
        baseline = _log_mean((0.0, beside))
        return baseline + evidence_above(both.canary_trials, both.canary_bad, min(1.0, share + limit))

    return _least(product, 0.0, 1.0 - limit)


def _mixture(trials: float, bad: float, share: float, ratios: Sequence[float]) -> float:
    """Return the logarithm of the mean likelihood of odds ``ratios`` times those of ``share``, against ``share``."""
    return _log_mean([bad * math.log(one) - trials * math.log1p((one - 1) * share) for one in ratios])


def _log_mean(logarithms: Sequence[float]) -> float:
    most = max(logarithms)
    return most + math.log(sum(math.exp(one - most) for one in logarithms) / len(logarithms))


def _least(function: Callable[[float], float], low: float, high: float) -> float:
    """Return the least value of a convex function.

    Every likelihood ratio above has a logarithm that is convex in the share; so have their means and their products.
    """
    for _ in range(_THIRDS):
        first, second = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, second) if function(first) <= function(second) else (first, high)
    return function((low + high) / 2)
