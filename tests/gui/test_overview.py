"""The Overview answers which cell needs me, honestly in every state. Proves L1.1, L1.2, L1.3, L1.6, C5."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed, SeriesObserved, SignalsObserved
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.domain.workload import Pod
from console.store.change_summary import ChangeSummary
from console.store.state import State
from tests.fakes.reading import by_name, lines_of, sees, spoken_description
from tests.fakes.small_estate import ESTATE, state, workload
from tests.gui.conftest import Stage
from views.shell.pace import Pace

READINGS = {
    SignalKey("router_rps", "tokyo"): 70.0,
    SignalKey("router_rps", "osaka"): 30.0,
    SignalKey("latency_p95", "tokyo", "web"): 0.182,
    SignalKey("latency_p95", "osaka", "web"): 1.7,
    SignalKey("error_ratio", "tokyo", "web"): 0.0004,
    SignalKey("error_ratio", "osaka", "web"): 0.0004,
    SignalKey("slo_attainment", "tokyo"): 0.99954,
    SignalKey("delivery_success", "tokyo"): 0.9991,
    SignalKey("active_users", "tokyo"): 1_200.0,
    SignalKey("lead_time", "tokyo"): 30_000.0,
}


@pytest.fixture
def shop(make_stage: Callable[..., Stage]) -> Stage:
    """The window on the small estate, nothing read yet."""
    stage = make_stage()
    stage.session.open_estate(ESTATE, Path("/estates/shop.yaml"))
    stage.show()
    return stage


def _feed(stage: Stage, readings: dict[SignalKey, float] = READINGS) -> None:
    """Let both connections deliver what the fixture's clock says is now."""
    now_s = stage.clock.now().timestamp()
    workloads = tuple(workload(cell, one.name) for cell in ("tokyo", "osaka") for one in ESTATE.cells[0].services)
    workloads += tuple(workload(cell, "postgres", kind="StatefulSet") for cell in ("tokyo", "osaka"))
    routes: State = state()
    live = [
        ConnectionStatus(key, kind, ConnectionState.LIVE, now_s, now_s)
        for key, kind in (("main", "kubernetes"), ("prom", "prometheus"))
    ]
    stage.play(
        *(ConnectionChanged(one) for one in live),
        ObjectsListed("main", "workloads", workloads, now_s),
        ObjectsListed("main", "pods", (), now_s),
        ObjectsListed("main", "routes", tuple(routes.objects["main", "routes"].rows.values()), now_s),
        SignalsObserved("prom", {key: Reading(value, now_s, "the query") for key, value in readings.items()}, now_s),
        SeriesObserved(SignalKey("router_rps", "tokyo"), (now_s - 60, now_s), (60.0, 70.0)),
    )


def _board(stage: Stage) -> QAbstractItemView:
    view = by_name(stage.window, "Cells")
    assert isinstance(view, QAbstractItemView)
    return view


def test_before_anything_is_read_it_says_loading_and_shows_no_zero(shop: Stage) -> None:
    assert sees(shop.window, "Loading", "Reading prom …")
    row = lines_of(_board(shop))[0]
    assert row[1] == "Unknown"
    assert not any(cell.startswith("0") for cell in row)


def test_cells_stand_worst_first_with_reason_and_lead_figures(shop: Stage) -> None:
    _feed(shop)
    rows = lines_of(_board(shop))
    assert [row[0] for row in rows] == ["Osaka", "Tokyo"]
    assert rows[0][1] == "Critical"
    assert "p95 web 1.70 s" in rows[0][-1]
    assert rows[1][3:9] == ["70.0/s", "", "182 ms", "0.04 %", "99.954 %", "–"]
    assert sees(shop.window, "Delivery success", "99.910 %", "1,200")


def test_what_a_user_costs_now_is_not_taken_for_what_was_used_in_a_day(shop: Stage) -> None:
    """The page Carbon adds up the last 24 hours (L1.6, L6.4)."""
    _feed(shop)
    assert sees(shop.window, "Energy per user", "per day, at the present rate")


def test_the_map_tells_traffic_and_opens_a_cell_by_keyboard(shop: Stage) -> None:
    _feed(shop)
    topology = by_name(shop.window, "Topology map")
    assert spoken_description(topology) == "2 cells behind their routers."
    topology.setFocus()
    QTest.keyClick(topology, Qt.Key.Key_Right)
    assert "→ Tokyo: 70.0/s · 70.0 % (weight 60.0 %)" in spoken_description(topology)
    QTest.keyClick(topology, Qt.Key.Key_Right)
    assert spoken_description(topology).startswith("Tokyo: ")
    QTest.keyClick(topology, Qt.Key.Key_Return)
    shop.qtbot.waitUntil(
        lambda: sees(shop.window, "What is in this cell, how well is each part, and what comes first?")
    )


def test_a_router_of_the_map_opens_where_its_weights_are(shop: Stage) -> None:
    _feed(shop)
    topology = by_name(shop.window, "Topology map")
    topology.setFocus()
    QTest.keyClick(topology, Qt.Key.Key_Right)
    QTest.keyClick(topology, Qt.Key.Key_Return)
    shop.qtbot.waitUntil(
        lambda: sees(shop.window, "Where does traffic go that nobody agreed to, and which limit is met next?")
    )


def test_every_layer_of_every_cell_is_one_key_away(shop: Stage) -> None:
    _feed(shop)
    _board(shop).setFocus()
    QTest.keyClick(_board(shop), Qt.Key.Key_A)
    table = by_name(shop.window, "Layers of all cells")
    assert isinstance(table, QAbstractItemView)
    shop.qtbot.waitUntil(lambda: len(lines_of(table)) > 20)
    lines = lines_of(table)
    assert ["Osaka", "Presentation", "p95", "1.70 s", "Critical"] in [line[:5] for line in lines]
    assert ["Tokyo", "Automation", "Lead time", "8 h 20 min", "OK"] in [line[:5] for line in lines]


def test_a_refusing_prometheus_is_told_with_what_helps_and_the_rest_goes_on(shop: Stage) -> None:
    _feed(shop)
    now_s = shop.clock.now().timestamp()
    refused = ConnectionStatus(
        "prom", "prometheus", ConnectionState.FAILED, now_s, None, "prom refuses connections.", "Start it."
    )
    shop.play(ConnectionChanged(refused))
    assert sees(shop.window, "Stale", "prom refuses connections. Showing data from just now.", "Start it.")
    assert lines_of(_board(shop))[1][3] == "70.0/s"  # the last known data stays
    now_s += 1
    shop.play(
        ConnectionChanged(ConnectionStatus("prom", "prometheus", ConnectionState.LIVE, now_s, now_s)),
        SignalsObserved("prom", {key: Reading(value, now_s, "") for key, value in READINGS.items()}, now_s),
    )
    assert not sees(shop.window, "Stale")


def test_the_age_of_old_data_goes_on_while_nothing_happens(shop: Stage) -> None:
    _feed(shop)
    read_s = shop.clock.now().timestamp()
    shop.play(
        ConnectionChanged(ConnectionStatus("prom", "prometheus", ConnectionState.FAILED, read_s, read_s, "It is gone."))
    )
    assert sees(shop.window, "It is gone. Showing data from just now.")
    ages = shop.window.findChild(QTimer, "ages")
    assert ages.isActive()
    for seconds, told in ((40, "40 s ago"), (60, "1 min ago"), (7_200, "2 h ago")):
        shop.clock.advance(seconds)
        ages.timeout.emit()
        assert sees(shop.window, f"It is gone. Showing data from {told}.")
    shop.window.close()
    assert not ages.isActive()


def test_the_age_of_old_data_takes_nothing_from_what_waits_to_be_shown(
    shop: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    _feed(shop)
    read_s = shop.clock.now().timestamp()
    shop.play(
        ConnectionChanged(ConnectionStatus("prom", "prometheus", ConnectionState.FAILED, read_s, read_s, "It is gone."))
    )
    frame, pace = shop.window._pages.frame, shop.window.findChild(Pace)
    assert frame is not None
    assert pace is not None
    shown = list[ChangeSummary | None]()
    monkeypatch.setattr(frame.page, "render", lambda _state, summary: shown.append(summary))
    pace.take(ChangeSummary({"objects": frozenset({"one"})}), urgent=False)
    shop.window.findChild(QTimer, "ages").timeout.emit()
    assert [one is not None and one.touches("objects") for one in shown] == [True]


def test_a_row_opens_its_cell_and_escape_comes_back(shop: Stage) -> None:
    _feed(shop)
    board = _board(shop)
    board.setFocus()
    QTest.keyClick(board, Qt.Key.Key_Home)
    QTest.keyClick(board, Qt.Key.Key_Return)
    shop.qtbot.waitUntil(lambda: sees(shop.window, "5 services + 2 stores"))
    QTest.keyClick(shop.window.focusWidget() or shop.window, Qt.Key.Key_Escape)
    shop.qtbot.waitUntil(lambda: sees(shop.window, "Which cell needs me, and where does its traffic come from?"))


def test_a_pod_that_is_not_ready_counts(shop: Stage) -> None:
    _feed(shop)
    at = workload("tokyo", "web").ref
    pods = tuple(
        Pod(type(at)("main", "Pod", "cell-tokyo", f"web-{n}"), (), "Running", ready, 1, 0, "n1", "ReplicaSet/web", 0.0)
        for n, ready in ((1, 1), (2, 0))
    )
    shop.play(ObjectsListed("main", "pods", pods, shop.clock.now().timestamp()))
    tokyo = next(row for row in lines_of(_board(shop)) if row[0] == "Tokyo")
    assert "1/2" in tokyo
