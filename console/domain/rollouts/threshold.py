"""The thresholds that take a rollout back: an error rate, and a drop of accuracy (E2.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.judge.compared_metric import ComparedMetric, MetricKind
from console.domain.judge.judge_rule import JudgeRule
from console.domain.judge.limit_evidence import evidence_above, evidence_apart
from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict

if TYPE_CHECKING:
    from console.domain.judge.arm_slice import ArmSlice

_TOPICS = {MetricKind.ERRORS: CheckTopic.ERRORS, MetricKind.ACCURACY: CheckTopic.ACCURACY}
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
    topic, total = _TOPICS.get(metric.kind), metric.total
    if topic is None or total.canary_trials <= 0:
        return None
    measured, limit = total.canary_bad / total.canary_trials, most_errors
    if topic is CheckTopic.ACCURACY:
        if total.baseline_trials <= 0:
            return None
        measured, limit = measured - total.baseline_bad / total.baseline_trials, most_drop
    verdict = CheckVerdict.GO if measured <= limit else CheckVerdict.HOLD
    if measured > limit and _evidence(topic, total, limit) >= _ENOUGH:
        verdict = CheckVerdict.FAIL
    return ThresholdFinding(topic, metric.name, measured, limit, total.canary_trials, verdict)


def _evidence(topic: CheckTopic, total: ArmSlice, limit: float) -> float:
    if topic is CheckTopic.ACCURACY:
        return evidence_apart(total, limit)
    return evidence_above(total.canary_trials, total.canary_bad, limit)
