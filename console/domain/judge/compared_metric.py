"""One metric of two arms, as the judge takes it."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.judge.arm_slice import ArmSlice, whole
from console.domain.judge.judge_rule import JudgeRule


class MetricKind(StrEnum):
    """What a bad event is: a failed request, one over a threshold, a wrong answer."""

    ERRORS = "errors"
    LATENCY = "latency"
    ACCURACY = "accuracy"


@dataclass(frozen=True, slots=True)
class PairedMistakes:
    """Answers of both arms to the same questions, by who was wrong."""

    both_right: float
    only_baseline_wrong: float
    only_canary_wrong: float
    both_wrong: float


@dataclass(frozen=True, slots=True)
class ComparedMetric:
    """``slices`` in the order of time; ``bounds`` and the two histograms (counts per bucket) only where known.

    ``over`` is the threshold of latency in seconds (unit of the values, where they were given by hand).
    """

    name: str
    kind: MetricKind
    slices: tuple[ArmSlice, ...]
    over: float | None = None
    baseline_histogram: tuple[float, ...] = ()
    canary_histogram: tuple[float, ...] = ()
    pairs: PairedMistakes | None = None

    @property
    def total(self) -> ArmSlice:
        """Return everything that was counted."""
        if self.pairs is None:
            return whole(self.slices)
        trials = sum(self.answers)
        wrong = self.pairs.both_wrong
        baseline, canary = self.pairs.only_baseline_wrong + wrong, self.pairs.only_canary_wrong + wrong
        return ArmSlice(trials, baseline, trials, canary)

    @property
    def answers(self) -> tuple[float, ...]:
        """Return the four counts of paired answers; nothing without pairs."""
        pairs = self.pairs
        if pairs is None:
            return ()
        return pairs.both_right, pairs.only_baseline_wrong, pairs.only_canary_wrong, pairs.both_wrong

    @property
    def evidence_slices(self) -> tuple[ArmSlice, ...]:
        """Return what the evidence is drawn from: of paired answers those in which the arms differ."""
        pairs = self.pairs
        if pairs is None:
            return self.slices
        trials = sum(self.answers)
        return (ArmSlice(trials, pairs.only_baseline_wrong, trials, pairs.only_canary_wrong),)

    def allowed_ratio(self, rule: JudgeRule) -> float:
        """Return how many times as often the canary may be bad where the evidence is drawn from."""
        if self.kind is not MetricKind.ACCURACY:
            return rule.allowed_ratio
        allowed, pairs = rule.allowed_mistakes, self.pairs
        if pairs is None:
            return allowed
        # What both get wrong cancels out: the ratio of all mistakes, said of those in which the arms differ.
        return allowed + (allowed - 1) * pairs.both_wrong / max(1.0, pairs.only_baseline_wrong)

    def harmless(self, rule: JudgeRule) -> float:
        """Return the share of bad events that is harmless by itself; 0: none is."""
        return rule.harmless if self.kind is MetricKind.ERRORS else 0.0
