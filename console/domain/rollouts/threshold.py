"""The thresholds that take a rollout back: an error rate, and a drop of accuracy (E2.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.compared_metric import ComparedMetric, MetricKind
from console.domain.judge.judge_rule import JudgeRule
from console.domain.judge.limit_evidence import evidence_above, evidence_apart
from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict

_TOPICS = {MetricKind.ERRORS: CheckTopic.ERRORS, MetricKind.ACCURACY: CheckTopic.ACCURACY}
_EXACT = 1e-9  # a difference of shares is not to the last digit: 0.20 - 0.15 is above 0.05
_ENOUGH = -math.log(JudgeRule().alpha)


@dataclass(frozen=True, slots=True)
class ThresholdFinding:
    """What was measured (a share: failed requests, or lost accuracy) against the limit; ``trials`` of the canary.

    It fails with evidence that is as rare as the judge's false alarms while the limit is kept, over all looks together;
    above the limit without that proof it holds.
    """

    topic: CheckTopic
    metric: str
    measured: float
    limit: float
    trials: float
    verdict: CheckVerdict


def threshold_finding(metric: ComparedMetric, most_errors: float, most_drop: float) -> ThresholdFinding | None:
    """Return how a metric stands to its limit; ``None`` for one without a limit, or without trials."""
    topic = _TOPICS.get(metric.kind)
    total = _side_by_side(metric) if topic is CheckTopic.ACCURACY else metric.total
    if topic is None or total.canary_trials <= 0:
        return None
    measured, limit = total.canary_bad / total.canary_trials, most_errors
    if topic is CheckTopic.ACCURACY:
        if total.baseline_trials <= 0:
            return None
        measured, limit = measured - total.baseline_bad / total.baseline_trials, most_drop
    is_beyond = measured > limit + _EXACT
    verdict = CheckVerdict.HOLD if is_beyond else CheckVerdict.GO
    if is_beyond and _evidence(topic, total, limit) >= _ENOUGH:
        verdict = CheckVerdict.FAIL
    return ThresholdFinding(topic, metric.name, measured, limit, total.canary_trials, verdict)


def _side_by_side(metric: ComparedMetric) -> ArmSlice:
    """Return all slices together, those of the baseline weighted by the answers of the canary.

    The canary's share grows from stage to stage: what was right by day and wrong by night counts in both arms as often
    as the canary answered then. The baseline's trials are those that tell its share as surely.
    """
    slices = [one for one in metric.slices if one.baseline_trials > 0 and one.canary_trials > 0]
    if metric.pairs is not None or not slices:
        return metric.total
    trials, bad = sum(one.canary_trials for one in slices), sum(one.canary_bad for one in slices)
    usual = sum(one.canary_trials * one.baseline_bad / one.baseline_trials for one in slices) / trials
    sure = trials**2 / sum(one.canary_trials**2 / one.baseline_trials for one in slices)
    return ArmSlice(sure, sure * usual, trials, bad)


def _evidence(topic: CheckTopic, total: ArmSlice, limit: float) -> float:
    if topic is CheckTopic.ACCURACY:
        return evidence_apart(total, limit)
    return evidence_above(total.canary_trials, total.canary_bad, limit)
