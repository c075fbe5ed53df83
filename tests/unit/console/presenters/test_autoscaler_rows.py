"""Rows of autoscalers that size pods. Proves L2.1."""

from dataclasses import replace

from console.domain.autoscaler import SizeBound
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


def test_a_vpa_tells_its_bounds_and_what_they_hold_back() -> None:
    row = _vpa(paused=False)
    assert row.sizes == (("app cpu", "100m … 1"), ("app memory", "– … 1Gi"))
    assert row.blocks == ("app cpu is held at its bound: without it, 3 would be recommended.",)
    assert (row.health, row.only_advises) == (Health.OK, False)


def test_a_vpa_that_only_recommends_is_not_free_to_act() -> None:
    row = _vpa(paused=True, mode="Off")
    assert (row.health, row.only_advises) == (Health.OK, True)
    assert row.kind == "VPA (Off)"
