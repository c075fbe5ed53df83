"""An autoscaler over time: sync period, stabilisation, conditions (proves L2.1)."""

from console.lab.simulator.autoscaler import Autoscaler, Observation
from console.lab.simulator.controls import AutoscalerControl

HPA = AutoscalerControl(2, 10, 0.6)
LAG = AutoscalerControl(1, 12, 600.0)


def _reasons(autoscaler: Autoscaler) -> dict[str, tuple[bool, str]]:
    assert autoscaler.state is not None
    return {each.type: (each.status, each.reason) for each in autoscaler.state.conditions}


def test_scales_up_at_once_and_down_only_after_five_quiet_minutes() -> None:
    autoscaler = Autoscaler("hpa", 0.0)
    assert autoscaler.step(0.0, HPA, Observation(4, 4, 0, 1.2)) == 8
    quiet = Observation(8, 8, 0, 0.15)
    assert autoscaler.step(15.0, HPA, quiet) is None
    assert _reasons(autoscaler)["AbleToScale"] == (True, "ScaleDownStabilized")
    scaled_at = next(t for t in range(30, 600, 15) if autoscaler.step(float(t), HPA, quiet) == 2)
    assert 300 <= scaled_at <= 330


def test_does_nothing_between_two_syncs() -> None:
    autoscaler = Autoscaler("hpa", 0.0)
    autoscaler.step(0.0, HPA, Observation(4, 4, 0, 0.6))
    assert autoscaler.step(14.0, HPA, Observation(4, 4, 0, 1.8)) is None
    assert autoscaler.step(15.0, HPA, Observation(4, 4, 0, 1.8)) == 8  # 12 wanted, but at most a doubling


def test_maximum_caps_and_says_so() -> None:
    autoscaler = Autoscaler("hpa", 0.0)
    assert autoscaler.step(0.0, HPA, Observation(8, 8, 0, 1.2)) == 10
    assert _reasons(autoscaler)["ScalingLimited"] == (True, "TooManyReplicas")


def test_unreadable_metric_freezes_replicas_and_deactivates() -> None:
    blind = AutoscalerControl(2, 10, 0.6, cannot_read="FailedGetResourceMetric")
    autoscaler = Autoscaler("hpa", 0.0)
    assert autoscaler.step(0.0, blind, Observation(4, 4, 0, 3.0)) is None
    assert autoscaler.state is not None
    assert autoscaler.state.metric is None
    assert _reasons(autoscaler)["ScalingActive"] == (False, "FailedGetResourceMetric")


def test_keda_pause_annotation_holds_the_given_replicas() -> None:
    autoscaler = Autoscaler("keda", 0.0)
    paused = AutoscalerControl(1, 12, 600.0, paused=True, held_at=3)
    assert autoscaler.step(0.0, paused, Observation(5, 5, 0, 90_000)) == 3
    assert autoscaler.step(15.0, paused, Observation(3, 3, 0, 90_000)) is None


def test_lag_scales_the_workers() -> None:
    autoscaler = Autoscaler("keda", 0.0)
    assert autoscaler.step(0.0, LAG, Observation(1, 1, 0, 2400.0)) == 4


def test_zero_replicas_disable_an_hpa() -> None:
    autoscaler = Autoscaler("hpa", 0.0)
    assert autoscaler.step(0.0, HPA, Observation(0, 0, 0, 0.0)) is None
    assert _reasons(autoscaler)["ScalingActive"] == (False, "ScalingDisabled")
