"""Evidence from counts that holds whenever somebody looks: e-values of a conditional binomial mixture.

Given that something bad happened, it happened in the canary with probability θ·n/(θ·n + m), where n and m are the
trials of canary and baseline and θ says how many times as often the canary is bad. The likelihood of several θ against
the tolerated one, averaged, grows beyond 1/α with a probability of at most α while θ is tolerated, over all looks
together (Ville's inequality). Trials that are not rare make it only more careful: the hypergeometric distribution is
narrower.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.judge.arm_slice import ArmSlice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STEPS = (1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0)
_SHARES = (0.0, 0.1, 0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class CountEvidence:
    """Natural logarithms of e-values: ``worse`` that the canary is worse than its baseline, at its strongest so far.

    ``within`` that it is within the allowed ratio, ``below`` that its share is harmless (minus infinity: not asked).
    """

    worse: float
    within: float
    below: float

    @property
    def chance(self) -> float:
        """Return the largest chance of seeing evidence as strong, in all looks together, in equal arms."""
        return min(1.0, math.exp(-self.worse))


def count_evidence(slices: tuple[ArmSlice, ...], allowed_ratio: float, harmless: float = 0.0) -> CountEvidence:
    """Return the evidence of slices in the order of time."""
    import numpy as np  # noqa: PLC0415 - heavy

    if not slices:
        return CountEvidence(0.0, 0.0, 0.0 if harmless else -math.inf)
    counts = np.array([(one.baseline_trials, one.baseline_bad, one.canary_trials, one.canary_bad) for one in slices])
    worse = _mixture(counts, 1.0, np.array(_STEPS))
    within = _mixture(counts, allowed_ratio, allowed_ratio / np.array(_STEPS))
    return CountEvidence(
        max(0.0, float(worse.max())),
        float(within[-1]),
        float(_below(counts[:, 2].sum(), counts[:, 3].sum(), harmless)),
    )


def _mixture(counts: "NDArray[np.float64]", tolerated: float, ratios: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the logarithm of the mixture after each slice."""
    import numpy as np  # noqa: PLC0415

    baseline, baseline_bad, canary, canary_bad = (counts[:, place, None] for place in range(4))
    trials = np.where(baseline + canary > 0, 1.0, np.nan)  # a slice without trials says nothing
    shift = np.log((tolerated * canary + baseline) * trials) - np.log((ratios * canary + baseline) * trials)
    steps = canary_bad * np.log(ratios / tolerated) + (canary_bad + baseline_bad) * shift
    sums: NDArray[np.float64] = np.cumsum(np.nan_to_num(steps), axis=0)
    averaged: NDArray[np.float64] = np.logaddexp.reduce(sums, axis=1) - math.log(len(ratios))
    return averaged


def _below(trials: float, bad: float, harmless: float) -> float:
    """Return the logarithm of the evidence that a share is below ``harmless``, by the mixture of smaller shares."""
    if harmless <= 0:
        return -math.inf
    found = []
    for part in _SHARES:
        share = part * harmless
        good = max(0.0, trials - bad) * (math.log1p(-share) - math.log1p(-harmless))
        if part > 0:
            found.append(bad * math.log(part) + good)
        elif bad <= 0:
            found.append(good)
    most = max(found)
    return most + math.log(sum(math.exp(one - most) for one in found)) - math.log(len(_SHARES))
