"""What blocks an autoscaler, from the conditions that its controller publishes."""

from dataclasses import replace

import pytest

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.resource import Condition, ResourceRef
from console.domain.scaling_block import BlockReason, ScalingBlock, scaling_blocks

HPA = Autoscaler(
    ref=ResourceRef("main", "HorizontalPodAutoscaler", "cell-tokyo", "web", "autoscaling"),
    target_kind="Deployment",
    target_name="web",
    minimum=2,
    maximum=10,
    current=3,
    desired=3,
    metrics=(ScalingMetric("cpu", "40%", "60%"),),
    conditions=(
        Condition("AbleToScale", "True", "ReadyForNewScale"),
        Condition("ScalingActive", "True", "ValidMetricFound"),
        Condition("ScalingLimited", "False", "DesiredWithinRange"),
    ),
    last_scale_at_s=None,
)
KEDA = replace(
    HPA, ref=ResourceRef("main", "ScaledObject", "cell-tokyo", "delivery", "keda.sh"), conditions=(), metrics=()
)


def _with(scaler: Autoscaler, *conditions: Condition) -> Autoscaler:
    changed = {one.type for one in conditions}
    return replace(scaler, conditions=(*(one for one in scaler.conditions if one.type not in changed), *conditions))


def test_a_healthy_autoscaler_is_blocked_by_nothing() -> None:
    assert scaling_blocks(HPA) == ()
    ready = (Condition("Ready", "True"), Condition("Active", "True"), Condition("Fallback", "False"))
    assert scaling_blocks(_with(KEDA, *ready, Condition("Paused", "Unknown"))) == ()


@pytest.mark.parametrize(
    ("scaler", "condition", "reason"),
    [
        (HPA, Condition("AbleToScale", "False", "FailedGetScale", "not found"), BlockReason.CANNOT_SCALE),
        (
            HPA,
            Condition("ScalingActive", "False", "FailedGetResourceMetric", "no metrics"),
            BlockReason.METRIC_UNAVAILABLE,
        ),
        (HPA, Condition("ScalingActive", "False", "ScalingDisabled", "zero replicas"), BlockReason.PAUSED),
        (HPA, Condition("ScalingLimited", "True", "TooManyReplicas", "more than max"), BlockReason.AT_MAXIMUM),
        (KEDA, Condition("Ready", "False", "ScaledObjectCheckFailed", "no secret"), BlockReason.NOT_READY),
        (KEDA, Condition("Fallback", "True", "FallbackExists", "fallback"), BlockReason.FALLBACK),
        (KEDA, Condition("Paused", "True", "ScaledObjectPaused", "paused"), BlockReason.PAUSED),
    ],
)
def test_a_condition_that_blocks_is_told_with_the_controllers_own_words(
    scaler: Autoscaler, condition: Condition, reason: BlockReason
) -> None:
    # proves L2.1
    assert scaling_blocks(_with(scaler, condition)) == (ScalingBlock(reason, condition.reason, condition.message),)


def test_what_explains_few_replicas_does_not_block_more() -> None:
    few = _with(HPA, Condition("ScalingLimited", "True", "TooFewReplicas", "at the minimum"))
    assert scaling_blocks(few) == (ScalingBlock(BlockReason.AT_MINIMUM, "TooFewReplicas", "at the minimum", False),)
    idle = _with(KEDA, Condition("Active", "False", "ScalerNotActive", "below the threshold"))
    assert scaling_blocks(idle) == (
        ScalingBlock(BlockReason.INACTIVE, "ScalerNotActive", "below the threshold", False),
    )


@pytest.mark.parametrize("reason", ["ScaleUpLimit", "ScaleDownLimit"])
def test_the_rates_of_its_behavior_hold_an_hpa_back_for_a_while(reason: str) -> None:
    slow = _with(HPA, Condition("ScalingLimited", "True", reason, "faster than the maximum scale rate"))
    assert scaling_blocks(slow) == (
        ScalingBlock(BlockReason.RATE_LIMITED, reason, "faster than the maximum scale rate", False),
    )


def test_a_behavior_that_forbids_to_add_blocks_for_good() -> None:
    limit = Condition("ScalingLimited", "True", "ScaleUpLimit", "faster than the maximum scale rate")
    still = replace(HPA, never_adds=True)
    assert scaling_blocks(still) == (ScalingBlock(BlockReason.NEVER_ADDS),)
    assert scaling_blocks(_with(still, limit)) == (
        ScalingBlock(BlockReason.NEVER_ADDS, "ScaleUpLimit", limit.message, True),
    )
    down = Condition("ScalingLimited", "True", "ScaleDownLimit", "faster than the maximum scale rate")
    assert [one.reason for one in scaling_blocks(_with(still, down))] == [
        BlockReason.NEVER_ADDS,
        BlockReason.RATE_LIMITED,
    ]


def test_at_the_maximum_more_is_out_of_reach_whether_or_not_the_metric_asks_for_it_yet() -> None:
    assert scaling_blocks(replace(HPA, desired=10)) == (ScalingBlock(BlockReason.AT_MAXIMUM),)
    without = replace(HPA, desired=10, conditions=())
    assert scaling_blocks(without) == (ScalingBlock(BlockReason.AT_MAXIMUM),)
    assert scaling_blocks(replace(without, desired=9)) == ()
    assert scaling_blocks(replace(without, desired=None, maximum=None)) == ()


@pytest.mark.parametrize("current", [None, "<unknown>", ""])
def test_a_metric_without_a_value_blocks(current: str | None) -> None:
    blind = replace(HPA, metrics=(ScalingMetric("cpu", current, "60%"), ScalingMetric("memory", "1", "2")))
    assert scaling_blocks(blind) == (ScalingBlock(BlockReason.METRIC_UNKNOWN, "cpu"),)


def test_an_hpa_whose_target_has_no_replicas_is_paused_and_nothing_else() -> None:
    """It reads no metric then, and its controller leaves the last word about the bounds as it was."""
    off = Condition("ScalingActive", "False", "ScalingDisabled", "the replica count of the target is zero")
    stale = Condition("ScalingLimited", "True", "TooManyReplicas", "more than max")
    none = _with(replace(HPA, current=0, desired=0, metrics=(ScalingMetric("cpu", None, "60%"),)), off, stale)
    assert scaling_blocks(none) == (ScalingBlock(BlockReason.PAUSED, off.reason, off.message),)
    idle = replace(none, owner="ScaledObject/web")
    assert scaling_blocks(idle) == (ScalingBlock(BlockReason.INACTIVE, off.reason, off.message, False),)


def test_a_paused_annotation_comes_first_and_nothing_is_told_twice() -> None:
    scaler = _with(
        replace(KEDA, paused=True),
        Condition("Paused", "True", "ScaledObjectPaused"),
        Condition("Ready", "False", "Why"),
    )
    assert [one.reason for one in scaling_blocks(scaler)] == [BlockReason.PAUSED, BlockReason.NOT_READY]


def test_a_vpa_without_recommendation() -> None:
    vpa = replace(
        HPA,
        ref=ResourceRef("main", "VerticalPodAutoscaler", "cell-tokyo", "scheduler", "autoscaling.k8s.io"),
        conditions=(Condition("RecommendationProvided", "False", "NoPodsMatched"),),
        metrics=(),
        minimum=None,
        maximum=None,
        desired=None,
    )
    assert [one.reason for one in scaling_blocks(vpa)] == [BlockReason.NO_RECOMMENDATION]
    why = "Cannot read targetRef."
    told = (Condition("ConfigUnsupported", "True", "", why), Condition("RecommendationProvided", "True"))
    assert scaling_blocks(replace(vpa, conditions=told)) == (ScalingBlock(BlockReason.NOT_READY, "", why),)
