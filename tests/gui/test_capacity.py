"""The Capacity page: the next to run out first, proposals that become changes, what-if, honest states (proves L4.3)."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDoubleSpinBox, QPushButton, QSlider, QTableView

from console.domain.capacity.load_test_plan import LoadTestPlan
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.services.forecasting.forecast_desk import ForecastDesk
from console.services.load_tests.load_test_import import Subject, read_text
from console.services.load_tests.load_test_shelf import LoadTestShelf
from tests.fakes import capacity_estate as world
from tests.fakes.headings import column_both_ways, lose_rows_by_sorting
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, lines_of, sees
from tests.gui.conftest import Stage
from views.capacity.advice_panel import AdviceTable
from views.capacity.campaign_sliders import CampaignSliders
from views.capacity.capacity_page import CapacityPage
from views.dialogs.dialogs import Dialogs
from views.dialogs.load_test_dialog import WRITE
from views.page import Destination
from views.widgets.filter_field import FilterField
from views.widgets.stat_tile import StatTile

LOCUST = (
    "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
    "Max Response Time,Average Content Size,Requests/s,Failures/s,50%,90%,95%,99%\n"
    ",Aggregated,12000,6,{p50},130.5,10,950,512,100.0,0.05,{p50},260,{p95},430\n"
)


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    """The page in the first window; nothing has been read."""
    one = make_stage(metrics=PlayedConnector("metrics", "prometheus"), asia=PlayedConnector("asia", "kubernetes"))
    one.clock.set_wall_clock(world.NOW)
    entry = {"title": "Sale", "kind": "campaign", "start": "2026-12-01T00:00:00+00:00",
             "end": "2026-12-01T12:00:00+00:00", "uplift": 1.5}  # fmt: skip
    calendars = [{"key": "shop", "time_zone": "UTC", "entries": [entry]}]
    one.session.open_estate(world.estate(calendars=calendars), Path("/estates/shop.yaml"))
    one.show()
    one.session.wait_connected()
    one.window.show_page(Destination("capacity"))
    return one


def page(stage: Stage) -> CapacityPage:
    found = stage.window.findChild(CapacityPage)
    assert found is not None
    return found


def table(stage: Stage, name: str) -> list[list[str]]:
    """The lines of a visible table."""
    return lines_of(by_name(stage.window, name, QAbstractItemView))


def tell(stage: Stage) -> None:
    """Everything is read."""
    for key in world.SERVERS:
        status = ConnectionStatus(key, "x", ConnectionState.LIVE, world.NOW_S, last_ok_at_s=world.NOW_S)
        stage.play(ConnectionChanged(status))
    for (key, topic), rows in world.tables().items():
        stage.play(ObjectsListed(key, topic, rows, world.NOW_S))


def press(stage: Stage, key: str) -> None:
    page(stage).focus_main()
    QTest.keyClick(stage.window.focusWidget(), key)  # type: ignore[call-overload]
    stage.play()


def stands_out(stage: Stage) -> bool:
    """Whether the button that computes the forecasts is the one to press."""
    buttons = stage.window.findChildren(QPushButton)
    return next(one.property("role") for one in buttons if one.text() == "Compute forecasts") == "primary"


def test_the_next_to_run_out_comes_first_with_the_big_numbers_above(stage: Stage) -> None:
    tell(stage)
    cells = table(stage, "Capacity of the cells")
    assert [line[0] for line in cells] == ["Tokyo", "Osaka"]
    assert cells[0][1] == "Critical"
    # The sale makes it 750 × 1.2 + 300 × 1.5 for the loss of osaka = 1350 of 680.
    assert {"-98.5 %", "680/s", "1,350/s", "20.0 %", "llm"} <= set(cells[0])
    assert sees(stage.window, "Needs 1,350/s = 750/s × (1 + 20.0 %) + 450/s for osaka")  # of the worst
    for text in ("Runs out first", "Least headroom", "To propose"):
        assert sees(stage.window, text)
    assert not stands_out(stage)


def test_a_cell_that_can_carry_nothing_leads_the_table_and_the_tiles(stage: Stage) -> None:
    tell(stage)
    rows = tuple(world.exhausted().objects["asia", "workloads"].rows.values())
    stage.play(ObjectsListed("asia", "workloads", rows, world.NOW_S))
    cells = table(stage, "Capacity of the cells")
    assert [line[0] for line in cells] == ["Osaka", "Tokyo"]
    assert {"Critical", "now", "none", "0/s"} <= set(cells[0])
    tiles = stage.window.findChildren(StatTile)
    room = next(one for one in tiles if one.accessibleName().startswith("Least headroom"))
    assert "none" in room.accessibleName()
    assert sees(room, "Osaka: needs 1,290/s of 0/s")  # 450 × 1.2 + 750 for the loss of tokyo


def test_nothing_read_is_loading_and_no_number(stage: Stage) -> None:
    assert sees(stage.window, "Loading")
    assert not sees(stage.window, "0/s")


def test_a_cell_without_forecast_says_what_to_do(stage: Stage) -> None:
    status = ConnectionStatus("metrics", "x", ConnectionState.LIVE, world.NOW_S, last_ok_at_s=world.NOW_S)
    rows = world.tables()["metrics", "service-loads"]
    stage.play(ConnectionChanged(status), ObjectsListed("metrics", "service-loads", rows, world.NOW_S))
    assert sees(stage.window, "compute the forecasts above")
    assert stands_out(stage)
    assert table(stage, "Capacity of the cells")[0][1] == "Unknown"


def test_a_server_that_fails_is_told_with_its_connection(stage: Stage) -> None:
    stage.play(
        ConnectionChanged(
            ConnectionStatus("metrics", "x", ConnectionState.FAILED, world.NOW_S, None, "It refused.", "Look there.")
        )
    )
    assert sees(stage.window, "It refused.")
    assert sees(stage.window, "Show connection")


def test_recommendations_open_a_change_only_when_the_cluster_is_unlocked(stage: Stage) -> None:
    tell(stage)
    press(stage, "2")
    lines = table(stage, "Recommendations")
    assert lines[0][0].startswith("Replicas of")
    advice = stage.window.findChild(AdviceTable)
    assert advice is not None
    button = next(one for one in stage.window.findChildren(QPushButton) if one.text() == "Propose")
    assert not button.isEnabled()  # this connection of the test cannot change anything
    assert button.accessibleDescription()


def test_what_if_answers_while_a_slider_moves(stage: Stage) -> None:
    tell(stage)
    press(stage, "3")
    slider = by_name(stage.window, "Demand of all", QSlider)
    slider.setValue(40)
    assert any("→" in text for text in table(stage, "What if")[0])
    lose = by_name(stage.window, "Lose a cell", QComboBox)
    lose.setCurrentIndex(2)
    assert [line[0] for line in table(stage, "What if")] == ["Tokyo", "Osaka"]
    assert "lost" in table(stage, "What if")[1]
    shown = by_name(stage.window, "What if", QTableView)
    for heading in ("Runs out", "Headroom", "Will need"):
        assert [texts[-1] for texts in column_both_ways(shown, heading)] == ["lost", "lost"]


def test_what_if_says_why_a_share_cannot_be_moved(stage: Stage) -> None:
    tell(stage)
    press(stage, "3")
    moved, share = by_name(stage.window, "Move the weight of", QComboBox), by_name(stage.window, "to", QDoubleSpinBox)
    moved.setCurrentIndex(1)
    share.setValue(60)
    assert len(table(stage, "What if")) == 2
    by_name(stage.window, "Lose a cell", QComboBox).setCurrentIndex(2)
    assert table(stage, "What if") == []
    assert sees(stage.window, "No other cell of the router is left to take the rest")
    share.setValue(100)
    assert [line[0] for line in table(stage, "What if")] == ["Tokyo", "Osaka"]


def test_every_heading_orders_its_table_and_loses_no_row(stage: Stage) -> None:
    tell(stage)
    for key in "123456":
        press(stage, key)
    assert lose_rows_by_sorting(page(stage)) == []


def test_dragging_a_campaign_shows_at_once_and_counts_when_let_go(stage: Stage) -> None:
    tell(stage)
    before = table(stage, "Capacity of the cells")[0]
    slider = by_name(stage.window, "Strength of Sale", QSlider)
    assert slider.value() == 30  # × 1.5 as planned
    slider.setSliderDown(True)
    slider.setValue(80)
    assert sees(stage.window, "× 4.00")
    assert table(stage, "Capacity of the cells")[0] == before
    slider.setSliderDown(False)
    assert table(stage, "Capacity of the cells")[0] != before


def test_the_scenario_is_kept_and_own_growth_has_its_field(stage: Stage) -> None:
    tell(stage)
    chosen = by_name(stage.window, "How demand goes on", QComboBox)
    assert chosen.count() == 4
    before = table(stage, "Capacity of the cells")
    chosen.setCurrentIndex(chosen.findData("own"))
    by_name(stage.window, "Growth in a year", QDoubleSpinBox).setValue(100)
    assert table(stage, "Capacity of the cells") != before


def test_services_show_what_a_replica_takes_and_why(stage: Stage) -> None:
    tell(stage)
    press(stage, "4")
    lines = table(stage, "Services on the path of requests")
    assert lines[0][:3] == ["llm", "680/s", "17.0/s"]
    assert "computed from the CPU" in lines[0][-1]


def test_load_tests_are_listed_and_compared_with_the_one_before(stage: Stage) -> None:
    shelf = LoadTestShelf(stage.session.paths, "shop")
    for at_s, p50, p95 in ((1000.0, 120, 300), (2000.0, 240, 700)):
        shelf.keep(read_text(LOCUST.format(p50=p50, p95=p95), Subject(at_s, f"run {at_s:g}", "tokyo", "web", 4)))
    tell(stage)
    stage.window.show_page(Destination("overview"))
    stage.window.show_page(Destination("capacity", tab="tests"))
    stage.qtbot.waitUntil(lambda: len(table(stage, "Load tests")) == 2)
    assert table(stage, "Load tests")[0][0] == "run 2000"
    verdicts = {line[0]: line[-1] for line in table(stage, "Comparison of two load tests")}
    assert verdicts["Latency p50"] == "worse"
    assert sees(stage.window, "run 2000 compared with run 1000")


def test_the_calendar_shows_what_is_ahead(stage: Stage) -> None:
    tell(stage)
    press(stage, "6")
    line = table(stage, "Calendar")[0]
    assert "Sale" in line
    assert "× 1.5" in line


def test_a_cell_can_be_reached_from_elsewhere(stage: Stage) -> None:
    tell(stage)
    by_name(stage.window, "Filter this page", FilterField).setText("tokyo")
    stage.window.show_page(Destination("capacity", cell="osaka", tab="services"))
    stage.play()
    cells = by_name(stage.window, "Capacity of the cells", QAbstractItemView)
    assert cells.currentIndex().siblingAtColumn(0).data(Qt.ItemDataRole.DisplayRole) == "Osaka"


def test_progress_that_is_told_before_the_window_knows_of_the_work_breaks_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Event()

    async def refresh(_desk: ForecastDesk, *, progress: Callable[[int, int], None], **_more: object) -> tuple[()]:
        progress(1, 2)
        told.set()
        return ()

    monkeypatch.setattr(ForecastDesk, "refresh", refresh)
    work, said = page(stage)._forecasts, list[str]()
    start = work._scope.start

    def slow(coroutine: Coroutine[None, None, object]) -> object:
        future = start(coroutine)
        assert told.wait(10)  # the thread of the work is ahead of the window's
        return future

    monkeypatch.setattr(work, "_scope", SimpleNamespace(start=slow, cancel=work._scope.cancel))
    work.moved.connect(lambda text, _runs: said.append(text))
    work.compute()
    stage.qtbot.waitUntil(lambda: said[-1] == "0 forecasts are new")


def test_moving_one_campaign_leaves_the_numbers_of_the_others_alone(stage: Stage) -> None:
    sliders = CampaignSliders(stage.window._context())
    stage.qtbot.addWidget(sliders)
    sliders.show_campaigns((("Black Friday", 8.0), ("Spring sale", 1.333)), {"Sale of osaka": 3.0})
    sliders.show()
    moved: list[tuple[tuple[str, float], ...]] = []
    sliders.moved.connect(moved.append)
    black, spring = (by_name(sliders, f"Strength of {one}", QSlider) for one in ("Black Friday", "Spring sale"))
    assert black.value() == 160  # × 8.00, as its label says
    spring.setValue(30)
    assert dict(moved[-1]) == {"Sale of osaka": 3.0, "Spring sale": 1.5}
    black.setValue(100)
    assert dict(moved[-1]) == {"Sale of osaka": 3.0, "Spring sale": 1.5, "Black Friday": 5.0}


def test_forecasts_that_are_cancelled_in_the_drawer_can_be_computed_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refresh(_desk: ForecastDesk, *, progress: Callable[[int, int], None], **_more: object) -> tuple[()]:
        progress(3, 10)
        await asyncio.Event().wait()
        return ()

    monkeypatch.setattr(ForecastDesk, "refresh", refresh)
    status = ConnectionStatus("metrics", "x", ConnectionState.LIVE, world.NOW_S, last_ok_at_s=world.NOW_S)
    rows = world.tables()["metrics", "service-loads"]
    stage.play(ConnectionChanged(status), ObjectsListed("metrics", "service-loads", rows, world.NOW_S))
    press(stage, "F")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "3 of 10 forecasts"))
    assert sees(stage.window, "has not been forecast yet: the forecasts are being computed")
    press(stage, "2")
    advice = by_name(stage.window, "Recommendations", AdviceTable)
    assert advice._empty == "Its need is not known yet: the forecasts are being computed."
    (work,) = stage.window._context().work.running
    assert work.cancel is not None
    work.cancel()
    stage.qtbot.waitUntil(lambda: sees(stage.window, "cancelled", "Compute forecasts"))
    assert advice._empty == "Its need is not known yet: compute the forecasts."


def test_the_script_of_a_load_test_gets_the_name_that_was_chosen(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sale.js"
    monkeypatch.setattr(Dialogs, "choose_new_file", lambda _self, *given: given[-1](file))
    page(stage)._loads._begin(WRITE, LoadTestPlan(("https://shop.example/a",)), "tokyo")
    stage.qtbot.waitUntil(lambda: sorted(one.name for one in tmp_path.glob("*.js*")) == ["plan.json", "sale.js"])
