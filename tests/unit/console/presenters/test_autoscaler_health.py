"""How bad it is what keeps an autoscaler from acting. Proves L2.1."""

from dataclasses import replace

import pytest

from console.domain.autoscaler import Autoscaler
from console.domain.health import Health
from console.domain.resource import Condition
from console.presenters.autoscaler_rows import autoscaler_rows
from tests.fakes.cell_objects import scaler, with_rows
from tests.fakes.small_estate import NOW_S, state

_ABLE = Condition("AbleToScale", "True")
_BLIND = Condition("ScalingActive", "False", "FailedGetResourceMetric")
_FULL = Condition("ScalingLimited", "True", "TooManyReplicas")
_SLOW = Condition("ScalingLimited", "True", "ScaleUpLimit")


@pytest.mark.parametrize(
    ("told", "health"),
    [
        (scaler("web", _ABLE), Health.OK),
        (scaler("web", _SLOW), Health.OK),
        (replace(scaler("web"), current=None), Health.UNKNOWN),
        (scaler("web", _FULL), Health.WARNING),
        (replace(scaler("web", _ABLE), never_adds=True), Health.WARNING),
        (replace(scaler("web", _ABLE), paused=True), Health.WARNING),
        (scaler("web", Condition("RecommendationProvided", "False"), kind="VerticalPodAutoscaler"), Health.WARNING),
        (scaler("web", _BLIND), Health.CRITICAL),
        (scaler("web", _FULL, _BLIND), Health.CRITICAL),
        (scaler("web", Condition("ConfigUnsupported", "True"), kind="VerticalPodAutoscaler"), Health.CRITICAL),
    ],
)
def test_what_somebody_chose_warns_and_what_makes_it_blind_or_lame_is_critical(
    told: Autoscaler, health: Health
) -> None:
    (row,) = autoscaler_rows(with_rows(state(), "autoscalers", told), NOW_S)
    assert row.health is health


def test_a_vpa_that_only_recommends_tells_what_else_is_wrong_and_not_that_it_is_paused() -> None:
    told = scaler("web", Condition("RecommendationProvided", "False"), kind="VerticalPodAutoscaler")
    (row,) = autoscaler_rows(with_rows(state(), "autoscalers", replace(told, metrics=(), paused=True)), NOW_S)
    assert (row.health, len(row.blocks)) == (Health.WARNING, 1)
