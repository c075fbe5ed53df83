"""At three in the morning the window leads from a cell to the cause: weights, jobs, nodes. Proves L1.1, L1.3, L2.1."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QTabWidget

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed, SignalsObserved
from console.domain.resource import Condition
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from tests.fakes.cell_objects import cron, node, route, run, scaler
from tests.fakes.reading import by_name, lines_of, sees, spoken_description
from tests.fakes.small_estate import ESTATE, workload
from tests.gui.conftest import Stage
from views.page import Destination


@pytest.fixture
def night(make_stage: Callable[..., Stage]) -> Stage:
    """The window on an estate with a skewed router, a failed job, a blocked autoscaler and a dead node."""
    stage = make_stage()
    stage.session.open_estate(ESTATE, Path("/estates/shop.yaml"))
    stage.show()
    now_s = stage.clock.now().timestamp()
    blocked = scaler("web", Condition("ScalingActive", "False", "FailedGetResourceMetric", "no metrics"))
    workloads = [workload(cell, one.name) for cell in ("tokyo", "osaka") for one in ESTATE.cells[0].services]
    workloads += [workload(cell, "postgres", kind="StatefulSet") for cell in ("tokyo", "osaka")]
    rates = {SignalKey("router_rps", "tokyo"): 28.0, SignalKey("router_rps", "osaka"): 72.0}
    stage.play(
        ConnectionChanged(ConnectionStatus("main", "kubernetes", ConnectionState.LIVE, now_s, now_s)),
        ConnectionChanged(ConnectionStatus("prom", "prometheus", ConnectionState.LIVE, now_s, now_s)),
        ObjectsListed("main", "workloads", tuple(workloads), now_s),
        ObjectsListed("main", "pods", (), now_s),
        ObjectsListed("main", "routes", (route((28, 72), (60, 40)),), now_s),
        ObjectsListed("main", "autoscalers", (blocked,), now_s),
        ObjectsListed("main", "jobs", (cron(), run("demand-forecast-2", "Failed", now_s - 600)), now_s),
        ObjectsListed(
            "main", "nodes", (node("n1", "ap-northeast-1", ready=False), node("n2", "eu", ready=True)), now_s
        ),
        SignalsObserved("prom", {key: Reading(value, now_s, "q") for key, value in rates.items()}, now_s),
    )
    return stage


def test_the_overview_says_in_a_whole_line_which_cell_comes_first_and_why(night: Stage) -> None:
    assert sees(night.window, "Critical", "Tokyo: 1 of 1 nodes of ap-northeast-1 are not ready")
    board = by_name(night.window, "Cells")
    assert isinstance(board, QAbstractItemView)
    assert [line[0] for line in lines_of(board)] == ["Tokyo", "Osaka"]
    assert lines_of(board)[1][-1] == "cell-router gives it 72.0 %, agreed are 40.0 %"


def test_the_map_says_that_the_weights_are_not_the_agreed_ones(night: Stage) -> None:
    topology = by_name(night.window, "Topology map")
    topology.setFocus()
    QTest.keyClick(topology, Qt.Key.Key_Right)
    said = spoken_description(topology)
    assert said.startswith("cell-router: Warning, weights not as agreed")
    assert "→ Osaka: 72.0/s · 72.0 % (weight 72.0 %, agreed 40.0 %)" in said


def test_the_cell_shows_its_failed_run_on_a_tab_of_its_own(night: Stage) -> None:
    night.window.show_page(Destination("cell", cell="tokyo"))
    night.qtbot.waitUntil(lambda: sees(night.window, "5 services + 2 stores"))
    tabs = next(one for one in night.window.findChildren(QTabWidget) if one.isVisible())
    assert tabs.tabText(4) == "Jobs (1 failed)"
    QTest.keyClick(night.window.focusWidget() or night.window, Qt.Key.Key_5)
    table = by_name(night.window, "Jobs")
    assert isinstance(table, QAbstractItemView)
    assert [line[:3] for line in lines_of(table)] == [
        ["demand-forecast", "CronJob", "Last run failed"],
        ["demand-forecast-2", "Job", "Failed"],
    ]
    assert "BackoffLimitExceeded" in lines_of(table)[1][-1]


def test_autoscaling_counts_the_nodes_that_are_not_ready(night: Stage) -> None:
    night.window.show_page(Destination("autoscaling"))
    night.qtbot.waitUntil(
        lambda: sees(night.window, "Nodes of main: 1 of 2 ready · 1 of 1 not ready in ap-northeast-1")
    )
