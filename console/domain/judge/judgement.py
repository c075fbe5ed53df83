"""The judge: several metrics of a canary and its baseline, one verdict."""

import math
from dataclasses import dataclass
from enum import StrEnum

from console.domain.judge.brunner_munzel import BrunnerMunzel, brunner_munzel
from console.domain.judge.compared_metric import ComparedMetric
from console.domain.judge.count_evidence import CountEvidence, count_evidence
from console.domain.judge.holm import holm_levels
from console.domain.judge.judge_rule import JudgeRule
from console.domain.judge.metric_verdict import Ground, MetricVerdict, Verdict
from console.domain.judge.remaining_trials import remaining_trials
from console.domain.judge.sample_ratio import MISMATCH, sample_ratio_chance
from console.domain.judge.two_proportion import two_proportion

_SMALL_EFFECT = 0.56
"""From here on Vargha and Delaney call it an effect: with many values any difference at all is significant."""
_MUCH_LARGER = 3.0


class Doubt(StrEnum):
    """What makes the comparison itself doubtful."""

    SPLIT = "split"
    LARGER_BASELINE = "larger baseline"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict over all metrics, the worst first, and what makes the comparison doubtful."""

    verdict: Verdict
    metrics: tuple[MetricVerdict, ...]
    doubts: tuple[Doubt, ...] = ()
    canary_share: float | None = None

    @property
    def needs(self) -> int | None:
        """Return how many further trials the canary needs; ``None``: none, or it cannot be told."""
        missing = [one.needs for one in self.metrics if one.verdict is Verdict.NOT_ENOUGH]
        known = [one for one in missing if one is not None]
        return max(known) if known and len(known) == len(missing) else None


def judge(
    metrics: tuple[ComparedMetric, ...],
    rule: JudgeRule | None = None,
    *,
    canary_share: float | None = None,
    final: bool = False,
) -> Judgement:
    """Judge a canary by its metrics; it may be asked as often as one likes.

    ``canary_share`` is the share of the traffic (0 to 1) that the canary should have got. ``final`` says that this is
    the one look at a fixed end: only then do the ranks of a latency count.
    """
    rule = rule or JudgeRule()
    found = [count_evidence(one.evidence_slices, one.allowed_ratio(rule), one.harmless(rule)) for one in metrics]
    ranks = [_ranks(one) for one in metrics]
    chances = tuple(_chance(one, rank, final) for one, rank in zip(found, ranks, strict=True))
    levels = holm_levels(chances, rule.alpha)
    verdicts = [
        _verdict(metric, rule, evidence, rank, chance, level)
        for metric, evidence, rank, chance, level in zip(metrics, found, ranks, chances, levels, strict=True)
    ]
    order = (Verdict.FAIL, Verdict.NOT_ENOUGH, Verdict.PASS)
    verdicts.sort(key=lambda one: order.index(one.verdict))
    overall = verdicts[0].verdict if verdicts else Verdict.NOT_ENOUGH
    return Judgement(overall, tuple(verdicts), _doubts(metrics, canary_share), canary_share)


def _ranks(metric: ComparedMetric) -> BrunnerMunzel | None:
    if not metric.baseline_histogram or len(metric.baseline_histogram) != len(metric.canary_histogram):
        return None
    return brunner_munzel(metric.baseline_histogram, metric.canary_histogram)


def _chance(evidence: CountEvidence, ranks: BrunnerMunzel | None, final: bool) -> float:
    """Return the chance of the evidence in equal arms; with the ranks at a fixed end, twice the smaller one."""
    if not final or ranks is None:
        return evidence.chance
    by_ranks = ranks.p if ranks.slower >= _SMALL_EFFECT else 1.0
    return min(1.0, 2 * min(evidence.chance, by_ranks))


def _verdict(
    metric: ComparedMetric,
    rule: JudgeRule,
    evidence: CountEvidence,
    ranks: BrunnerMunzel | None,
    chance: float,
    level: float,
) -> MetricVerdict:
    allowed, total = metric.allowed_ratio(rule), metric.total
    ground = _ground(metric, evidence, chance <= level, rule.alpha)
    needs = None
    if ground is Ground.OPEN:
        needs = remaining_trials(metric.evidence_slices, allowed, metric.harmless(rule), rule.alpha, level)
    one_look = two_proportion(total.canary_bad, total.canary_trials, total.baseline_bad, total.baseline_trials)
    verdict = _OF_GROUND.get(ground, Verdict.NOT_ENOUGH)
    return MetricVerdict(metric, verdict, ground, evidence, chance, level, allowed, needs, one_look, ranks)


_OF_GROUND = {
    Ground.WORSE: Verdict.FAIL,
    Ground.SLOWER: Verdict.FAIL,
    Ground.WITHIN: Verdict.PASS,
    Ground.HARMLESS: Verdict.PASS,
}


def _ground(metric: ComparedMetric, evidence: CountEvidence, is_worse: bool, alpha: float) -> Ground:
    total, enough = metric.total, -math.log(alpha)
    if total.canary_trials <= 0:
        return Ground.NO_CANARY
    if total.baseline_trials <= 0:
        return Ground.NO_BASELINE
    by_ranks = is_worse and evidence.chance > alpha
    if by_ranks:
        return Ground.SLOWER
    if evidence.within >= enough:
        return Ground.WITHIN
    if is_worse:
        return Ground.WORSE
    return Ground.HARMLESS if evidence.below >= enough else Ground.OPEN


def _doubts(metrics: tuple[ComparedMetric, ...], canary_share: float | None) -> tuple[Doubt, ...]:
    """Look at the metric with most trials: the others are of the same traffic."""
    totals = [one.total for one in metrics if one.pairs is None]
    if not totals:
        return ()
    most = max(totals, key=lambda one: one.baseline_trials + one.canary_trials)
    found = []
    if canary_share is not None:
        chance = sample_ratio_chance(most.canary_trials, most.baseline_trials, canary_share)
        if chance < MISMATCH:
            found.append(Doubt.SPLIT)
    if most.canary_trials > 0 and most.baseline_trials > _MUCH_LARGER * most.canary_trials:
        found.append(Doubt.LARGER_BASELINE)
    return tuple(found)
