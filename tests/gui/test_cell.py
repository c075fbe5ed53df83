"""The Cell page tells what is in a cell, how well each part is, and what comes first. Proves L1.2, L1.3, L1.4, L1.5."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed, SignalsObserved
from console.domain.resource import ResourceRef
from console.domain.route import Setting
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.domain.workload import Pod
from console.estate.schema.estate import Estate
from tests.fakes.reading import by_name, lines_of, sees
from tests.fakes.small_estate import ESTATE, workload
from tests.gui.conftest import Stage
from views.page import Destination

SERVICES = [one.model_dump(mode="json") for one in ESTATE.cells[0].services]
TEMPLATE = {
    "key": "newsletter",
    "services": [*SERVICES, {"name": "personalize", "layer": "ai"}],
    "data_stores": [{"name": "postgres"}],
    "quotas": {"langchain_rps": 200},
}
DRIFTING = Estate.model_validate(
    ESTATE.model_dump(mode="json", exclude_unset=True)
    | {"templates": [TEMPLATE]}
    | {"cells": [one.model_dump(mode="json", exclude_unset=True) | {"template": "newsletter"} for one in ESTATE.cells]}
)


@pytest.fixture
def tokyo(make_stage: Callable[..., Stage]) -> Stage:
    """The window on the cell tokyo with everything read."""
    stage = make_stage()
    stage.session.open_estate(DRIFTING, Path("/estates/shop.yaml"))
    stage.show()
    now_s = stage.clock.now().timestamp()
    readings = {
        SignalKey("cpu_saturation", "tokyo", "bff"): 0.95,
        SignalKey("latency_p95", "tokyo", "web"): 0.2,
        SignalKey("rps", "tokyo", "bff"): 128.0,
        SignalKey("ttfb", "tokyo"): 0.31,
    }
    pods = tuple(
        Pod(
            ResourceRef("main", "Pod", "cell-tokyo", name),
            (),
            status,
            ready,
            1,
            restarts,
            "node-1",
            "ReplicaSet/x",
            now_s - 7_200,
        )
        for name, status, ready, restarts in (("web-1", "Running", 1, 0), ("bff-1", "CrashLoopBackOff", 0, 17))
    )
    quota = Setting(ResourceRef("main", "ConfigMap", "cell-tokyo", "cell-quota"), (("langchain_rps", "120"),))
    workloads = tuple(workload("tokyo", one.name) for one in ESTATE.cells[0].services if one.name != "delivery")
    stage.play(
        ConnectionChanged(ConnectionStatus("main", "kubernetes", ConnectionState.LIVE, now_s, now_s)),
        ConnectionChanged(ConnectionStatus("prom", "prometheus", ConnectionState.LIVE, now_s, now_s)),
        ObjectsListed("main", "workloads", (*workloads, workload("tokyo", "postgres", kind="StatefulSet")), now_s),
        ObjectsListed("main", "pods", pods, now_s),
        ObjectsListed("main", "settings", (quota,), now_s),
        SignalsObserved("prom", {key: Reading(value, now_s, "q") for key, value in readings.items()}, now_s),
    )
    stage.window.show_page(Destination("cell", cell="tokyo"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "What is in this cell"))
    return stage


def _table(stage: Stage, name: str) -> QAbstractItemView:
    view = by_name(stage.window, name)
    assert isinstance(view, QAbstractItemView)
    return view


def test_services_show_replicas_figures_and_the_reason_of_their_health(tokyo: Stage) -> None:
    lines = {line[0]: line for line in lines_of(_table(tokyo, "Services and data stores"))}
    assert lines["bff"][2:7] == ["2/2", "128/s", "–", "–", "95.0 %"]
    assert lines["bff"][-1] == "CPU: 95.0 %."
    assert lines["delivery"][2] == "–"
    assert lines["delivery"][-1] == "No workload serves it."
    assert lines["redis"][-1] == "Managed outside the cluster."


def test_layers_say_which_strategy_comes_first_and_why(tokyo: Stage) -> None:
    assert sees(tokyo.window, "Scale out: Bottleneck: CPU bff 95.0 % (limit 80.0 %). The CPU is nearly full.")
    assert sees(tokyo.window, "TTFB", "310 ms")


def test_drift_between_template_and_cell_is_listed_with_both_sides(tokyo: Stage) -> None:
    _table(tokyo, "Services and data stores").setFocus()
    QTest.keyClick(_table(tokyo, "Services and data stores"), Qt.Key.Key_2)
    lines = lines_of(_table(tokyo, "Template drift"))
    assert ["Declared in the estate", "services/personalize", "personalize", "–"] in lines
    assert ["Running", "services/delivery", "delivery", "–"] in lines
    assert ["Running", "quotas/langchain_rps", "200", "120"] in lines
    assert sees(tokyo.window, f"Template drift ({len(lines)})")


def test_troubled_pods_stand_first(tokyo: Stage) -> None:
    _table(tokyo, "Services and data stores").setFocus()
    QTest.keyClick(_table(tokyo, "Services and data stores"), Qt.Key.Key_3)
    lines = lines_of(_table(tokyo, "Pods"))
    assert [line[:4] for line in lines] == [
        ["bff-1", "CrashLoopBackOff", "0/1", "17"],
        ["web-1", "Running", "1/1", "0"],
    ]


def test_the_next_cell_is_one_key_away(tokyo: Stage) -> None:
    services = _table(tokyo, "Services and data stores")
    services.setFocus()
    QTest.keyClick(services, Qt.Key.Key_BracketRight)
    choice = by_name(tokyo.window, "Choose a cell")
    assert isinstance(choice, QComboBox)
    tokyo.qtbot.waitUntil(lambda: choice.currentText() == "Osaka")
    assert sees(tokyo.window, "ap-northeast-3")


def test_a_cell_with_a_new_title_has_it_wherever_cells_are_chosen(tokyo: Stage) -> None:
    choice = by_name(tokyo.window, "Choose a cell")
    assert isinstance(choice, QComboBox)
    assert choice.currentText() == "Tokyo"
    cells = tuple(one.model_copy(update={"title": f"{one.title} West"}) for one in DRIFTING.cells)
    tokyo.session.open_estate(DRIFTING.model_copy(update={"cells": cells}), Path("/estates/shop.yaml"))
    tokyo.qtbot.waitUntil(lambda: choice.currentText() == "Tokyo West")
    assert [choice.itemData(place) for place in range(choice.count())] == [one.key for one in DRIFTING.cells]


def test_nothing_of_a_cell_is_left_once_an_estate_without_cells_is_open(tokyo: Stage) -> None:
    """proves L1.2, C5: figures of an estate that was closed would be taken for those of the open one"""
    assert sees(tokyo.window, "128/s")
    empty = Estate.model_validate({"name": "nothing"})
    tokyo.session.open_estate(empty, Path("/estates/nothing.yaml"))
    tokyo.qtbot.waitUntil(lambda: sees(tokyo.window, "The estate names no cells."))
    services = _table(tokyo, "Services and data stores")
    assert services.model().rowCount() == 0
    for left in ("128/s", "Cell tokyo", "Tokyo", "Bottleneck"):
        assert not sees(tokyo.window, left), left
    tokyo.session.open_estate(DRIFTING, Path("/estates/shop.yaml"))
    tokyo.qtbot.waitUntil(lambda: services.model().rowCount() > 0)
    choice = by_name(tokyo.window, "Choose a cell")
    assert choice.isVisible()
