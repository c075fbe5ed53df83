"""Two load tests against each other: what changed, and whether that can be chance.

Summaries hold percentiles, not single requests, and requests that follow each other are alike. Therefore:

- A virtual user counts once a second: the requests that speak are at most ``users × seconds`` (``seconds`` where the
  users are not told). More requests than that are no more evidence.
- Percentiles: the logarithm of a sample's percentile is normal with variance p(1-p) / (n f²); f, the density on the
  logarithm, is taken as the slope to the next higher percentile that is known. Where the density falls, as it does
  above the middle, that is less than it is, so that the interval is rather too wide. At the last known percentile a
  third of the slope below is taken, for the same reason.
- Failures: given all failures, those of the second test are binomial with its share of the requests; exact, two-sided.
  Of so many that the spread passes ``_EXACT`` the normal tail is taken, half a failure nearer to the middle.
- The p-values of one comparison are judged together (Holm), at 5 %. A change below ``NOTABLE`` matters to nobody.
"""

from __future__ import annotations

from enum import StrEnum
from math import ceil, erfc, exp, floor, lgamma, log, log1p, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.load_test import LoadTest

ALPHA, NOTABLE = 0.05, 0.05
_Z = 1.959964
_EXACT, _FAR = 100.0, 40.0
_FEWEST = 10  # requests beyond a percentile that make it one
FAILURES = 0.0
"""Stands for the failures where others stand for percentiles."""
PERCENTILES = (50.0, 90.0, 95.0, 99.0)


class Change(StrEnum):
    """What a comparison says of one number."""

    WORSE = "worse"
    BETTER = "better"
    SAME = "same"
    """No difference is shown; that does not prove that there is none."""
    FEW = "few"
    """Too few requests to say."""
    UNTOLD = "untold"
    """One of the tests does not tell it."""


class ComparedNumber(NamedTuple):
    """``number`` is a percentile (or ``FAILURES``), ``ratio`` the second test's value over the first's.

    ``low`` and ``high`` are its 95 % interval, ``chance`` the p-value; ``None`` where they cannot be told.
    """

    number: float
    before: float | None
    after: float | None
    ratio: float | None
    low: float | None
    high: float | None
    chance: float | None
    change: Change


def compare_tests(before: LoadTest, after: LoadTest) -> tuple[ComparedNumber, ...]:
    """Return what changed from one test to another: percentiles of the latency, then failures."""
    found = [_percentile(one, before, after) for one in PERCENTILES]
    found.append(_failures(before, after))
    return _judged(found)


def speaking(test: LoadTest) -> float:
    """Return how many requests of a test count as evidence."""
    if test.duration_s is None:
        return float(min(test.requests, 1))
    return min(float(test.requests), (test.users or 1) * test.duration_s)


def _percentile(percentile: float, before: LoadTest, after: LoadTest) -> ComparedNumber:
    first, second = before.latency_ms(percentile), after.latency_ms(percentile)
    if not first or not second:
        return ComparedNumber(percentile, first, second, None, None, None, None, Change.UNTOLD)
    ratio = second / first
    beyond = 1.0 - percentile / 100.0
    spreads = [_spread(one, percentile) for one in (before, after)]
    if min(speaking(before), speaking(after)) * beyond < _FEWEST or None in spreads:
        return ComparedNumber(percentile, first, second, ratio, None, None, None, Change.FEW)
    spread = sqrt(sum(one for one in spreads if one is not None))
    chance = erfc(abs(log(ratio)) / spread / sqrt(2.0))
    low, high = ratio * exp(-_Z * spread), ratio * exp(_Z * spread)
    return ComparedNumber(percentile, first, second, ratio, low, high, chance, Change.SAME)


def _spread(test: LoadTest, percentile: float) -> float | None:
    """Return the variance of the logarithm of a percentile; ``None`` where no other percentile is known."""
    known = [one for one in test.latencies if one[1] > 0]
    own = (percentile, test.latency_ms(percentile) or 0.0)
    above = min((one for one in known if one[0] > percentile), default=None)
    below = max((one for one in known if one[0] < percentile), default=None)
    if above is not None:
        slope = _slope(own, above)
    elif below is not None:
        slope = _slope(below, own) / 3.0
    else:
        return None
    share = percentile / 100.0
    return share * (1.0 - share) / (max(speaking(test), 1.0) * slope**2)


def _slope(low: tuple[float, float], high: tuple[float, float]) -> float:
    """Return the density between two percentiles on the logarithm; values that are alike count as 0.1 % apart."""
    return (high[0] - low[0]) / 100.0 / max(log(high[1] / low[1]), 1e-3)


def _failures(before: LoadTest, after: LoadTest) -> ComparedNumber:
    first, second = before.failed_ratio, after.failed_ratio
    if first is None or second is None:
        return ComparedNumber(FAILURES, first, second, None, None, None, None, Change.UNTOLD)
    counts = [(one.failed_ratio or 0.0) * speaking(one) for one in (before, after)]
    share = speaking(after) / (speaking(before) + speaking(after))
    chance = _binomial_chance(round(counts[1]), round(sum(counts)), share)
    ratio = second / first if first > 0 else None
    return ComparedNumber(FAILURES, first, second, ratio, None, None, chance, Change.SAME)


def _binomial_chance(hits: int, trials: int, share: float) -> float:
    """Return the probability of what was seen or anything rarer (two-sided)."""
    if trials == 0 or not 0.0 < share < 1.0:
        return 1.0
    middle, spread = trials * share, sqrt(trials * share * (1.0 - share))
    if spread > _EXACT:
        return erfc(max(0.0, abs(hits - middle) - 0.5) / spread / sqrt(2.0))

    def likelihood(count: int) -> float:
        ways = lgamma(trials + 1) - lgamma(count + 1) - lgamma(trials - count + 1)
        return ways + count * log(share) + (trials - count) * log1p(-share)

    seen = likelihood(hits) + 1e-9
    far = _FAR * (spread + 1.0)  # beyond it nothing is to be added
    counts = range(max(0, floor(middle - far)), min(trials, ceil(middle + far)) + 1)
    return min(1.0, sum(exp(one) for count in counts if (one := likelihood(count)) <= seen))


def _judged(found: Sequence[ComparedNumber]) -> tuple[ComparedNumber, ...]:
    """Return the numbers with what may be said of each, all p-values judged together by Holm's rule."""
    tried = sorted((one for one in found if one.chance is not None), key=lambda one: one.chance or 0.0)
    shown: set[float] = set()
    for place, one in enumerate(tried):
        if one.chance is None or one.chance > ALPHA / (len(tried) - place):
            break
        shown.add(one.number)
    return tuple(_change(one) if one.number in shown else one for one in found)


def _change(one: ComparedNumber) -> ComparedNumber:
    before, after = one.before or 0.0, one.after or 0.0
    if one.ratio is not None and abs(one.ratio - 1.0) < NOTABLE:
        return one
    return one._replace(change=Change.WORSE if after > before else Change.BETTER)
