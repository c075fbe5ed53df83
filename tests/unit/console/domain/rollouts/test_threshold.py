"""Thresholds of E2.3: taken back only when the numbers prove it, held while they merely look bad."""

import pytest

from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.compared_metric import ComparedMetric, MetricKind
from console.domain.rollouts.rollout_check import CheckVerdict
from console.domain.rollouts.threshold import threshold_finding


@pytest.mark.parametrize(
    ("kind", "baseline", "canary", "verdict"),
    [
        (MetricKind.ERRORS, (10_000, 10), (10_000, 50), CheckVerdict.GO),
        (MetricKind.ERRORS, (10_000, 10), (10_000, 100), CheckVerdict.GO),  # exactly the limit is not above it
        (MetricKind.ERRORS, (10_000, 10), (50, 1), CheckVerdict.HOLD),
        (MetricKind.ERRORS, (10_000, 10), (10_000, 800), CheckVerdict.FAIL),
        (MetricKind.ACCURACY, (10_000, 2_000), (10_000, 2_400), CheckVerdict.GO),
        (MetricKind.ACCURACY, (10_000, 2_000), (40, 11), CheckVerdict.HOLD),
        (MetricKind.ACCURACY, (10_000, 2_000), (10_000, 3_000), CheckVerdict.FAIL),
    ],
)
def test_a_threshold_needs_proof_to_fail(
    kind: MetricKind, baseline: tuple[int, int], canary: tuple[int, int], verdict: CheckVerdict
) -> None:
    found = threshold_finding(ComparedMetric("m", kind, (ArmSlice(*baseline, *canary),)), 0.01, 0.05)
    assert found is not None
    assert found.verdict is verdict


def test_without_canary_requests_or_without_a_limit_nothing_is_said() -> None:
    assert threshold_finding(ComparedMetric("m", MetricKind.ERRORS, (ArmSlice(9, 0, 0, 0),)), 0.01, 0.05) is None
    assert threshold_finding(ComparedMetric("m", MetricKind.LATENCY, (ArmSlice(9, 0, 9, 9),)), 0.01, 0.05) is None
