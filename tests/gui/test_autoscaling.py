"""The Autoscaling page tells what scales, what blocks it, and where backpressure stops. Proves L2.1, L2.2."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from console.domain.autoscaler import Autoscaler, ClusterAutoscaler, ScalingMetric, SizeBound
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed, SignalsObserved
from console.domain.resource import Condition, ResourceRef
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from tests.fakes.reading import by_name, lines_of, sees, visible_texts
from tests.fakes.small_estate import ESTATE, workload
from tests.gui.conftest import Stage
from views.page import Destination


def _scaler(
    kind: str, name: str, target: str, metric: ScalingMetric, *conditions: Condition, desired: int = 3
) -> Autoscaler:
    ref = ResourceRef("main", kind, "cell-tokyo", name, "autoscaling")
    return Autoscaler(ref, "Deployment", target, 2, 10, desired, desired, (metric,), conditions, None)


BLOCKED = _scaler(
    "HorizontalPodAutoscaler", "web", "web", ScalingMetric("cpu", None, "60%"),
    Condition("ScalingActive", "False", "FailedGetResourceMetric", "unable to get metrics for resource cpu"),
)  # fmt: skip
FREE = _scaler(
    "HorizontalPodAutoscaler", "bff", "bff", ScalingMetric("cpu", "40%", "60%"), Condition("ScalingActive", "True")
)
KEDA = _scaler("ScaledObject", "delivery", "delivery", ScalingMetric("kafka", None, "100"), Condition("Active", "True"))
KEDA_HPA = _scaler(
    "HorizontalPodAutoscaler", "keda-hpa-delivery", "delivery", ScalingMetric("s0-kafka", "900", "100"), desired=9
)


@pytest.fixture
def stage_on_page(make_stage: Callable[..., Stage]) -> Stage:
    """The window on the page with four autoscalers, a lag of 900 and KEDA seeing nothing."""
    stage = make_stage()
    stage.session.open_estate(ESTATE, Path("/estates/shop.yaml"))
    stage.show()
    now_s = stage.clock.now().timestamp()
    status = ResourceRef("main", "ConfigMap", "kube-system", "cluster-autoscaler-status")
    nodes = ClusterAutoscaler(status, "Healthy", "NoActivity", "NoCandidates", "the text", now_s)
    readings = {
        SignalKey("queue_length", "tokyo", target="jobs"): 900.0,
        SignalKey("keda_metric", "tokyo", target="delivery"): 0.0,
    }
    stage.play(
        ConnectionChanged(ConnectionStatus("main", "kubernetes", ConnectionState.LIVE, now_s, now_s)),
        ConnectionChanged(ConnectionStatus("prom", "prometheus", ConnectionState.LIVE, now_s, now_s)),
        ObjectsListed("main", "autoscalers", (FREE, BLOCKED, KEDA, KEDA_HPA, nodes), now_s),
        ObjectsListed("main", "workloads", (workload("tokyo", "delivery", desired=9),), now_s),
        SignalsObserved("prom", {key: Reading(value, now_s, "q") for key, value in readings.items()}, now_s),
    )
    stage.window.show_page(Destination("autoscaling"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "what blocks it"))
    return stage


def _table(stage: Stage, name: str) -> QAbstractItemView:
    view = by_name(stage.window, name)
    assert isinstance(view, QAbstractItemView)
    return view


def test_what_is_blocked_stands_first_with_the_controllers_own_words(stage_on_page: Stage) -> None:
    lines = lines_of(_table(stage_on_page, "Autoscalers"))
    assert lines[0][:4] == ["Tokyo", "web", "HPA", "Critical"]
    assert lines[0][4].startswith(
        "It gets no metric, so it does nothing. FailedGetResourceMetric: unable to get metrics"
    )
    assert {line[1]: line[3] for line in lines}["bff"] == "Free to act"
    assert sees(stage_on_page.window, "Cluster autoscaler of main: Healthy; scale up: NoActivity")


def test_the_link_at_which_the_signal_stops_is_pointed_out(stage_on_page: Stage) -> None:
    texts = "\n".join(visible_texts(stage_on_page.window))
    assert "Tokyo · delivery" in texts
    assert "The signal stops at KEDA: it sees no messages although there is a lag." in texts
    assert "900 messages" in texts
    assert "0 messages seen" in texts


def test_the_conditions_of_the_chosen_one_are_one_key_away(stage_on_page: Stage) -> None:
    table = _table(stage_on_page, "Autoscalers")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home)
    QTest.keyClick(table, Qt.Key.Key_2)
    lines = lines_of(_table(stage_on_page, "Conditions"))
    assert lines == [["ScalingActive", "False", "FailedGetResourceMetric", "unable to get metrics for resource cpu"]]


def test_a_vpa_that_only_advises_is_not_called_free_and_tells_its_bounds(stage_on_page: Stage) -> None:
    conditions = (Condition("RecommendationProvided", "True"), Condition("LowConfidence", "True"))
    vpa = replace(
        _scaler("VerticalPodAutoscaler", "web", "web", ScalingMetric("", None, None), *conditions),
        metrics=(),
        paused=True,
        mode="Off",
        sizes=(SizeBound("app cpu", "100m", "1", "3"),),
    )
    stage_on_page.play(ObjectsListed("main", "autoscalers", (vpa,), stage_on_page.clock.now().timestamp()))
    table = _table(stage_on_page, "Autoscalers")
    stage_on_page.qtbot.waitUntil(lambda: len(lines_of(table)) == 1)
    assert lines_of(table)[0][1:5] == [
        *("web", "VPA (Off)", "Advises"),
        "app cpu is held at its bound: without it, 3 would be recommended.",
    ]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home)
    QTest.keyClick(table, Qt.Key.Key_2)
    told = _table(stage_on_page, "Conditions")
    assert ["Min … max", "", "app cpu", "100m … 1"] in lines_of(told)
    spoken = [told.model().index(line, 0).data(Qt.ItemDataRole.AccessibleTextRole) for line in range(2)]
    assert [("Warning" in text, "OK" in text) for text in spoken] == [(False, True), (True, False)]


def test_a_filter_narrows_the_table(stage_on_page: Stage) -> None:
    table = _table(stage_on_page, "Autoscalers")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Slash)
    QTest.keyClicks(stage_on_page.window.focusWidget(), "keda-hpa")
    stage_on_page.qtbot.waitUntil(lambda: [line[1] for line in lines_of(table)] == ["keda-hpa-delivery"])
