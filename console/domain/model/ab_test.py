"""An A/B test of two versions of a model: its arms, and whether they differ (E2.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf, isfinite

from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.brunner_munzel import BrunnerMunzel, brunner_munzel
from console.domain.judge.compared_metric import ComparedMetric, MetricKind
from console.domain.judge.judgement import Judgement, judge
from console.domain.judge.rank_sum import RankSum, rank_sum
from console.domain.judge.two_proportion import TwoProportion, two_proportion
from console.domain.judge.welch import Welch, welch

EXPERIMENTAL, CONTROL, CURRENT = "experimental", "control", "current"
PLANNED_SHARES = {EXPERIMENTAL: 0.05, CONTROL: 0.05, CURRENT: 0.90}


@dataclass(frozen=True, slots=True)
class ArmResult:
    """What one arm did; ``None`` is not known.

    Its latency is a histogram (ascending upper ``bounds_s`` with infinity last, ``counts`` per bucket), or single
    values (``latency_s``), or neither.
    """

    arm: str
    version: str
    requests: float | None = None
    evaluated: float | None = None
    correct: float | None = None
    conversions: float | None = None
    bounds_s: tuple[float, ...] = ()
    counts: tuple[float, ...] = ()
    latency_s: tuple[float, ...] = ()

    @property
    def accuracy(self) -> float | None:
        """Return the share of its evaluated answers that are right."""
        return None if self.correct is None or not self.evaluated else self.correct / self.evaluated

    @property
    def conversion(self) -> float | None:
        """Return the share of its requests that led to a conversion."""
        return None if self.conversions is None or not self.requests else self.conversions / self.requests

    @property
    def median_s(self) -> float | None:
        """Return its median latency: of its values, else within the histogram's bucket as Prometheus does."""
        if self.latency_s:
            ordered, half = sorted(self.latency_s), len(self.latency_s) // 2
            return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
        return _histogram_median(self.bounds_s, self.counts)


@dataclass(frozen=True, slots=True)
class ArmComparison:
    """Experimental against control at one look; differences are experimental minus control.

    ``judgement`` may be looked at as often as one likes. Of the three tests of latency those are there for which there
    are numbers: ``ranks`` from histograms, ``means`` and ``order`` from single values.
    """

    judgement: Judgement
    accuracy: TwoProportion | None
    conversion: TwoProportion | None
    ranks: BrunnerMunzel | None
    means: Welch | None
    order: RankSum | None

    @property
    def untold(self) -> tuple[str, ...]:
        """Return what of accuracy, latency and conversion an arm does not tell, or not in a way that compares."""
        compared = {
            "accuracy": self.accuracy is not None,
            "latency": any(one is not None for one in (self.ranks, self.means, self.order)),
            "conversion": self.conversion is not None,
        }
        return tuple(name for name, is_there in compared.items() if not is_there)


def shares(arms: Mapping[str, ArmResult]) -> dict[str, float]:
    """Return the share of each arm in all requests; nothing when one arm does not tell them."""
    counts = {name: arm.requests for name, arm in arms.items()}
    known = {name: count for name, count in counts.items() if count is not None}
    total = sum(known.values())
    return {name: count / total for name, count in known.items()} if len(known) == len(counts) and total else {}


def histogram_counts(cumulative: Mapping[str, float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return bounds and counts per bucket of a Prometheus histogram by its label ``le``; labels that are none fall out.

    Counts that extrapolation made fall are taken as zero.
    """
    found = sorted((bound, count) for text, count in cumulative.items() if (bound := _bound(text)) is not None)
    counts, before = [], 0.0
    for _, count in found:
        counts.append(max(0.0, count - before))
        before = max(before, count)
    return tuple(bound for bound, _ in found), tuple(counts)


@lru_cache(maxsize=32)
def compare_arms(experimental: ArmResult, control: ArmResult, slow_s: float) -> ArmComparison:
    """Compare two arms; an answer over ``slow_s`` seconds counts as slow."""
    return ArmComparison(
        judgement=judge(_metrics(experimental, control, slow_s), final=False),
        accuracy=_proportion(experimental.correct, experimental.evaluated, control.correct, control.evaluated),
        conversion=_proportion(experimental.conversions, experimental.requests, control.conversions, control.requests),
        ranks=brunner_munzel(control.counts, experimental.counts) if _same_buckets(experimental, control) else None,
        means=welch(experimental.latency_s, control.latency_s),
        order=rank_sum(experimental.latency_s, control.latency_s),
    )


def _metrics(experimental: ArmResult, control: ArmResult, slow_s: float) -> tuple[ComparedMetric, ...]:
    found = []
    if None not in {experimental.evaluated, experimental.correct, control.evaluated, control.correct}:
        of_control, of_experimental = _mistakes(control), _mistakes(experimental)
        found.append(ComparedMetric("accuracy", MetricKind.ACCURACY, (ArmSlice(*of_control, *of_experimental),)))
    if _same_buckets(experimental, control):
        slow = ArmSlice(*_slow(control, slow_s), *_slow(experimental, slow_s))
        found.append(
            ComparedMetric("latency", MetricKind.LATENCY, (slow,), slow_s, control.counts, experimental.counts)
        )
    return tuple(found)


def _mistakes(arm: ArmResult) -> tuple[float, float]:
    evaluated, correct = arm.evaluated or 0.0, arm.correct or 0.0
    return evaluated, max(0.0, evaluated - correct)


def _slow(arm: ArmResult, slow_s: float) -> tuple[float, float]:
    """Return all answers, and those in buckets that begin at the threshold or above it."""
    lower = (0.0, *arm.bounds_s[:-1])
    return sum(arm.counts), sum(count for begin, count in zip(lower, arm.counts, strict=True) if begin >= slow_s)


def _same_buckets(one: ArmResult, other: ArmResult) -> bool:
    return bool(one.bounds_s) and one.bounds_s == other.bounds_s and sum(one.counts) > 0 and sum(other.counts) > 0


def _proportion(
    good: float | None, trials: float | None, other_good: float | None, other_trials: float | None
) -> TwoProportion | None:
    if good is None or trials is None or other_good is None or other_trials is None:
        return None
    return two_proportion(good, trials, other_good, other_trials)


def _bound(text: str) -> float | None:
    try:
        bound = inf if text == "+Inf" else float(text)
    except ValueError:
        return None
    return None if bound != bound else bound  # noqa: PLR0124 - not a number


def _histogram_median(bounds_s: tuple[float, ...], counts: tuple[float, ...]) -> float | None:
    half, before, lower = sum(counts) / 2, 0.0, 0.0
    if half <= 0:
        return None
    for bound, count in zip(bounds_s, counts, strict=True):
        if before + count >= half and count > 0:
            return lower + (bound - lower) * (half - before) / count if isfinite(bound) else lower
        before, lower = before + count, bound
    return lower
