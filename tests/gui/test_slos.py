"""The SLOs page: worst budget first, its course, what another objective would mean, honest states. Proves L3.1."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QPushButton, QSlider

from console.domain.alert import Alert, AlertState
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.resource import ResourceRef
from console.domain.slo.maintenance import Maintenance
from console.domain.slo.slo_status import SloStatus
from console.kernel.errors import ConnectorError, ErrorKind
from console.ports.metric import Answer, Sample, Series
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, lines_of, sees
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage
from views.page import Destination
from views.widgets.stat_tile import StatTile

DAY_S = 86_400
GONE = ConnectorError(ErrorKind.UNREACHABLE, "Prometheus does not answer.", "Check the network.")


def status(name: str, error_ratio: float | None, cell: str = "tokyo") -> SloStatus:
    burns = ((300, 0.02), (1800, 0.02), (3600, 0.02), (7200, 0.0), (21_600, 0.0), (DAY_S, 0.0), (3 * DAY_S, 0.0))
    return SloStatus(
        ref=ResourceRef("metrics", "SLO", "web", name),
        title=f"Requests of {name}",
        percent=99.9,
        period_s=30 * DAY_S,
        error_ratio=error_ratio,
        burns=burns,
        events=1e6,
        query=f"errors_of_{name} / all",
        labels=(("cell", cell),),
        known_s=8.0 * DAY_S,
        ratio_query="errors[{{.window}}]",
        total_query="all[{{.window}}]",
    )


ROWS = (status("good", 0.0001, "osaka"), status("bad", 0.0009), status("worst", 0.0015))


class PlayedMetrics:
    """All steps have the same number of events; 0.16 % of those of the second half fail. Or nothing answers."""

    def __init__(self) -> None:
        self.error: ConnectorError | None = None
        self.asked: list[str] = []

    async def query_range(self, promql: str, start_s: float, end_s: float, step_s: float) -> Answer:
        self.asked.append(promql)
        if self.error is not None:
            raise self.error
        times = np.arange(start_s, end_s + 1, step_s)
        if "ALERTS" in promql:
            return Answer((Series({"alertname": "Burnt", "severity": "critical"}, times[5:9], times[5:9]),))
        half = np.where(np.arange(len(times)) < len(times) / 2, 0.0, 0.0016)
        return Answer((Series({}, times, half if promql.startswith("errors") else np.full(len(times), 5.0)),))

    async def query(self, promql: str, at_s: float | None = None) -> tuple[Sample, ...]:
        """Answer for the part of a step beside maintenance."""
        return (Sample({}, 0.0016 if promql.startswith("errors") else 5.0, at_s or 0.0),)


@pytest.fixture
def metrics() -> PlayedMetrics:
    return PlayedMetrics()


@pytest.fixture
def stage(make_stage: Callable[..., Stage], metrics: PlayedMetrics) -> Stage:
    """The page in the first window; no objective has been read."""
    one = make_stage(metrics=PlayedConnector("metrics", "prometheus", metrics=metrics))
    one.session.open_estate(sample_estate().model_copy(update={"slos": ("slo/*.yaml",)}), Path("/estates/shop.yaml"))
    one.show()
    one.session.wait_connected()
    one.window.show_page(Destination("slos"))
    return one


def live(stage: Stage, *rows: SloStatus) -> None:
    """Let the metric server answer with objectives."""
    now_s = stage.clock.now().timestamp()
    stage.play(
        ConnectionChanged(ConnectionStatus("metrics", "prometheus", ConnectionState.LIVE, now_s, now_s)),
        ObjectsListed("metrics", "slos", rows, now_s),
    )


def names(stage: Stage) -> list[str]:
    view = by_name(stage.window, "Objectives", QAbstractItemView)
    return [line[1] for line in lines_of(view)]


def test_the_worst_budget_is_first_and_chosen_with_its_three_numbers(stage: Stage) -> None:
    live(stage, *ROWS)
    assert names(stage) == ["worst", "bad", "good"]
    assert sees(stage.window, "99.9 %", "99.85 %", "-50.0 %", "data for 8 d of 30 d", "web · worst")
    view = by_name(stage.window, "Objectives", QAbstractItemView)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert sees(stage.window, "web · bad", "10.0 %")


def test_the_filter_finds_a_cell(stage: Stage) -> None:
    live(stage, *ROWS)
    by_name(stage.window, "Filter this page", QLineEdit).setText("osaka")
    stage.qtbot.waitUntil(lambda: names(stage) == ["good"])


def test_a_cell_leads_to_its_worst_objective(stage: Stage) -> None:
    live(stage, *ROWS)
    stage.window.show_page(Destination("slos", cell="osaka"))
    assert sees(stage.window, "web · good")


def test_the_cell_page_shows_the_worst_budget_and_leads_to_it(stage: Stage) -> None:
    live(stage, *ROWS)
    stage.window.show_page(Destination("cell", cell="tokyo"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "-50.0 % left"))
    tile = next(one for one in stage.window.findChildren(StatTile) if "-50.0 % left" in one.accessibleName())
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Which promise breaks next", "web · worst"))


def test_moving_the_slider_tells_another_objective_at_once_and_asks_nobody(
    stage: Stage, metrics: PlayedMetrics
) -> None:
    live(stage, *ROWS)
    slider = by_name(stage.window, "What if the objective were", QSlider)
    assert slider.value() == 9990
    stage.qtbot.waitUntil(lambda: sees(stage.window, "At 99.9 %: 20.0 % of the budget would be left."))
    asked = len(metrics.asked)
    slider.setValue(9900)
    assert sees(stage.window, "At 99 %: 92.0 % of the budget would be left.")
    slider.setValue(9995)
    assert sees(stage.window, "At 99.95 %: -60.0 % of the budget would be left; it would have been used up on")
    assert len(metrics.asked) == asked


def test_which_alert_fires_what_happened_and_the_query_are_in_the_detail(stage: Stage) -> None:
    live(stage, *ROWS)
    labels = {"alertname": "Burn", "sloth_service": "web", "sloth_slo": "worst", "severity": "page"}
    ref = ResourceRef("metrics", "Alert", "", "burn")
    now_s = stage.clock.now().timestamp()
    alert = Alert(ref, AlertState.FIRING, labels, {"summary": "too fast"}, now_s - 60)
    stage.play(ObjectsListed("metrics", "alerts", (alert,), now_s))
    view = by_name(stage.window, "Objectives", QAbstractItemView)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_2)
    rates = lines_of(by_name(stage.window, "Burn rates", QAbstractItemView))
    assert [line[-1] for line in rates] == ["fires", "quiet", "quiet", "quiet"]
    QTest.keyClick(view, Qt.Key.Key_3)
    assert lines_of(by_name(stage.window, "Alerts and changes", QAbstractItemView))[0][1:] == [
        "Alert",
        "Burn – too fast",
    ]
    QTest.keyClick(view, Qt.Key.Key_Y)
    assert sees(stage.window, "errors_of_worst / all", "web / worst")


def test_without_the_server_the_last_course_is_shown_and_said_so(stage: Stage, metrics: PlayedMetrics) -> None:
    live(stage, *ROWS)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "At 99.9 %"))
    metrics.error = GONE
    stage.clock.advance(600)
    live(stage, *ROWS)
    stage.qtbot.waitUntil(
        lambda: sees(stage.window, "From the local history, because: Prometheus does not answer.", "At 99.9 %")
    )


def test_loading_failed_and_empty_are_three_different_things(make_stage: Callable[..., Stage], stage: Stage) -> None:
    now_s = stage.clock.now().timestamp()
    assert sees(stage.window, "Loading", "Reading metrics …")
    assert not sees(stage.window, "No objective has been read")
    failed = ConnectionStatus("metrics", "prometheus", ConnectionState.FAILED, now_s, error="No.", hint="Look.")
    stage.play(ConnectionChanged(failed))
    assert sees(stage.window, "Failed", "No.", "Look.")
    other = make_stage()
    other.open_estate()
    other.show()
    other.window.show_page(Destination("slos"))
    assert sees(other.window, "Empty", "The estate names no objectives.")


def test_objectives_are_rolled_up_by_cell_and_a_group_leads_to_its_objectives(stage: Stage) -> None:
    live(stage, *ROWS)
    choice = by_name(stage.window, "Show the objectives by", QComboBox)
    choice.setCurrentIndex(choice.findText("cell"))
    groups = by_name(stage.window, "Groups of objectives", QAbstractItemView)
    # Tokyo: 0.9 and 1.5 failures of a thousand events each, of 1 that was allowed.
    assert [line[:6] for line in lines_of(groups)] == [
        ["tokyo", "Critical", "2", "web / worst", "-50.0 %", "99.88 %"],
        ["osaka", "OK", "1", "web / good", "90.0 %", "99.990 %"],
    ]
    assert lines_of(groups)[0][6] == "-20.0 %"
    assert sees(stage.window, "web · worst", "99.85 %")  # the tiles tell the worst of the group
    groups.setFocus()
    QTest.keyClick(groups, Qt.Key.Key_Down)
    assert sees(stage.window, "web · good")
    QTest.keyClick(groups, Qt.Key.Key_Up)
    QTest.keyClick(groups, Qt.Key.Key_Return)
    assert names(stage) == ["worst", "bad"]
    everything = next(one for one in stage.window.findChildren(QPushButton) if one.text() == "Only tokyo: show all")
    everything.click()
    assert names(stage) == ["worst", "bad", "good"]
    assert not everything.isVisible()


def test_a_key_takes_the_next_grouping_and_the_choice_is_kept(stage: Stage) -> None:
    live(stage, *ROWS)
    choice = by_name(stage.window, "Show the objectives by", QComboBox)
    view = by_name(stage.window, "Objectives", QAbstractItemView)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_V)
    assert choice.currentText() == "cell"
    stage.window.show_page(Destination("slos", service="web", name="bad"))
    assert sees(stage.window, "web · bad")
    assert choice.currentText() == "single objective"


def test_maintenance_and_alerts_of_the_past_are_told(stage: Stage) -> None:
    now_s = stage.clock.now().timestamp()
    planned = (Maintenance(now_s - 7200, now_s - 3600, "Database"),)
    live(stage, replace(ROWS[2], planned=planned))
    assert sees(stage.window, "maintenance left out: 1 h")
    view = by_name(stage.window, "Objectives", QAbstractItemView)
    view.setFocus()
    stage.qtbot.waitUntil(lambda: sees(stage.window, "At 99.9 %"))
    QTest.keyClick(view, Qt.Key.Key_3)
    marks = by_name(stage.window, "Alerts and changes", QAbstractItemView)

    def past() -> list[list[str]]:
        """Without what the console itself tells of this moment, which may be there already."""
        return [line[1:] for line in lines_of(marks) if "SloBurnsFast" not in line[2]]

    stage.qtbot.waitUntil(lambda: len(past()) == 2)
    assert past() == [
        ["Maintenance", "Database, not counted for 1 h"],
        ["Alert", "Burnt, over after 12 h"],
    ]
    QTest.keyClick(view, Qt.Key.Key_4)
    assert sees(stage.window, "1 h, windows: 1")
