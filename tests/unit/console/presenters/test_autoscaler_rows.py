"""Rows of autoscalers: their metrics, and those that size pods. Proves L2.1."""

from dataclasses import replace

import pytest

from console.domain.autoscaler import ScalingMetric, SizeBound
from console.domain.health import Health
from console.domain.resource import Condition
from console.presenters.autoscaler_rows import AutoscalerRow, autoscaler_rows
from tests.fakes.cell_objects import scaler, with_rows
from tests.fakes.small_estate import NOW_S, state


def _vpa(*, paused: bool, mode: str = "") -> AutoscalerRow:
    told = scaler("web", Condition("RecommendationProvided", "True"), kind="VerticalPodAutoscaler")
    sizes = (SizeBound("app cpu", "100m", "1", "3"), SizeBound("app memory", "", "1Gi"))
    (row,) = autoscaler_rows(
        with_rows(state(), "autoscalers", replace(told, metrics=(), paused=paused, mode=mode, sizes=sizes)), NOW_S
    )
    return row


@pytest.mark.parametrize(
    ("current", "target", "shown"),
    [
        ("358160384", "500Mi", "342Mi of 500Mi · memory"),
        ("1610612736", "2Gi", "1.50Gi of 2.00Gi · memory"),
        ("9500m", "10k", "9.50 of 10,000 · memory"),
        ("40%", "60%", "40% of 60% · memory"),
        (None, "500Mi", "– of 500Mi · memory"),
        ("7", "hi", "7.00 of hi · memory"),
    ],
)
def test_a_metric_of_memory_is_told_in_the_unit_of_its_target(current: str | None, target: str, shown: str) -> None:
    """The controller writes bytes, people Mi: nine digits beside nine others compare badly."""
    told = replace(scaler("web"), metrics=(ScalingMetric("memory", current, target, "Resource"),))
    (row,) = autoscaler_rows(with_rows(state(), "autoscalers", told), NOW_S)
    assert row.metrics == shown


def test_a_vpa_tells_its_bounds_and_what_they_hold_back() -> None:
    row = _vpa(paused=False)
    assert row.sizes == (("app cpu", "100m … 1"), ("app memory", "– … 1Gi"))
    assert row.blocks == ("app cpu is held at its bound: without it, 3 would be recommended.",)
    assert (row.health, row.only_advises) == (Health.OK, False)


def test_a_vpa_that_only_recommends_is_not_free_to_act() -> None:
    row = _vpa(paused=True, mode="Off")
    assert (row.health, row.only_advises) == (Health.OK, True)
    assert row.kind == "VPA (Off)"
