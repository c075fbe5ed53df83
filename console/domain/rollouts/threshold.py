"""The thresholds that take a rollout back: an error rate, and a drop of accuracy (E2.3)."""

from __future__ import annotations

from dataclasses import dataclass

from console.domain.judge.compared_metric import ComparedMetric, MetricKind
from console.domain.judge.two_proportion import wilson
from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict

_TOPICS = {MetricKind.ERRORS: CheckTopic.ERRORS, MetricKind.ACCURACY: CheckTopic.ACCURACY}


@dataclass(frozen=True, slots=True)
class ThresholdFinding:
    """What was measured (a share: failed requests, or lost accuracy) against the limit; ``trials`` of the canary.

    It fails when even the lower end of the 95 % interval is above the limit; above it without that proof it holds.
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
    wrong = total.canary_bad / total.canary_trials
    least = wilson(wrong, total.canary_trials)[0]
    usual, limit = 0.0, most_errors
    if topic is CheckTopic.ACCURACY:
        if total.baseline_trials <= 0:
            return None
        usual, limit = total.baseline_bad / total.baseline_trials, most_drop
    verdict = CheckVerdict.GO
    if wrong - usual > limit:
        verdict = CheckVerdict.FAIL if least - usual > limit else CheckVerdict.HOLD
    return ThresholdFinding(topic, metric.name, wrong - usual, limit, total.canary_trials, verdict)
