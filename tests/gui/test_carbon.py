"""The Carbon page: grids worst first, energy with its evidence, proposals that become changes. Proves L6.3, L6.4."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLineEdit, QPushButton

from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, Event
from console.domain.operation import Operation
from console.estate.schema.estate import Estate
from console.ports.change_executor import ChangeExecutor
from tests.fakes.carbon_estate import carbon_estate, usual_events
from tests.fakes.headings import lose_rows_by_sorting
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, lines_of, sees, top_window
from tests.gui.conftest import Stage
from views.page import Destination

ZONES, JOBS, PROPOSALS = "Grid zones", "Batch jobs", "Proposals"


class PlayedCluster:
    """Previews everything that is asked, and does nothing."""

    def __init__(self) -> None:
        self.previewed: list[Operation] = []

    def supports(self, operation: Operation) -> bool:
        return True

    async def preview(self, operation: Operation) -> Preview:
        self.previewed.append(operation)
        return Preview("1", (FieldChange("/spec/suspend", "false", "true"),), None)

    async def apply(self, operation: Operation, base: str) -> Operation | None:
        raise AssertionError("nobody confirmed")

    async def verify(self, operation: Operation) -> Verification:
        return Verification(Truth.PENDING, "")


@pytest.fixture
def cluster() -> PlayedCluster:
    return PlayedCluster()


@pytest.fixture
def stage(make_stage: Callable[..., Stage], cluster: PlayedCluster) -> Stage:
    """The page in the first window; nothing has been read."""
    one = make_stage(
        main=PlayedConnector("main", "kubernetes", ports={ChangeExecutor: cluster}),
        grid=PlayedConnector("grid", "carbon"),
    )
    one.session.open_estate(carbon_estate(), Path("/estates/shop.yaml"))
    one.show()
    one.session.wait_connected()
    one.window.show_page(Destination("carbon"))
    return one


def now_s(stage: Stage) -> float:
    return stage.clock.now().timestamp()


def live(stage: Stage, *more: Event) -> None:
    """Let every source answer as usual."""
    connections = (("grid", "carbon"), ("metrics", "prometheus"), ("main", "kubernetes"))
    told = [
        ConnectionChanged(ConnectionStatus(key, kind, ConnectionState.LIVE, now_s(stage), now_s(stage)))
        for key, kind in connections
    ]
    stage.play(*told, *usual_events(now_s(stage)), *more)


def table(stage: Stage, name: str) -> QAbstractItemView:
    return by_name(stage.window, name, QAbstractItemView)


def test_the_dirtiest_grid_is_first_and_the_big_numbers_speak_of_all(stage: Stage) -> None:
    live(stage)
    assert [line[:2] for line in lines_of(table(stage, ZONES))] == [["JP", "500"], ["DE", "300"]]
    assert sees(stage.window, "500 gCO2/kWh", "JP, above 200", "4.12 kg CO2e", "8.17 Wh", "on dirty power")
    assert sees(stage.window, "Maps Inc. · lowest in 24 h: 400 gCO2/kWh at")


def test_choosing_another_zone_shows_its_course_and_enter_its_source(stage: Stage) -> None:
    live(stage)
    zones = table(stage, ZONES)
    QTest.keyClick(zones, Qt.Key.Key_Down)
    assert sees(stage.window, "lowest in 24 h: 250 gCO2/kWh at")
    QTest.keyClick(zones, Qt.Key.Key_Return)
    assert sees(stage.window, "Provider", "Maps", "Attribution", "Threshold", "300 gCO2/kWh (measured)")


def test_facts_are_those_of_the_chosen_zone_until_an_energy_is_asked_for(stage: Stage) -> None:
    live(stage)
    zones = table(stage, ZONES)
    QTest.keyClick(zones, Qt.Key.Key_4)
    assert sees(stage.window, "Provider", "Maps", "500 gCO2/kWh (")
    QTest.keyClick(zones, Qt.Key.Key_Down)
    assert sees(stage.window, "300 gCO2/kWh (measured)")
    QTest.keyClick(zones, Qt.Key.Key_2)
    cells = table(stage, "Energy of the cells")
    cells.setCurrentIndex(cells.model().index(0, 0))
    QTest.keyClick(cells, Qt.Key.Key_Y)
    live(stage)
    assert sees(stage.window, "Boundary", "# joules")


def test_how_a_number_was_made_is_told_whole_with_its_source(stage: Stage) -> None:
    """The column is narrow: "estimated, marginal" does not fit in the window's first size."""
    live(stage)
    model = table(stage, ZONES).model()
    told = next(at for at in range(model.columnCount()) if model.headerData(at, Qt.Orientation.Horizontal) == "Kind")
    cell = model.index(0, told)
    assert cell.data(Qt.ItemDataRole.ToolTipRole).startswith(str(cell.data()))
    assert "Source: " in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_a_destination_names_the_zone(stage: Stage) -> None:
    live(stage)
    stage.window.show_page(Destination("carbon", zone="DE"))
    assert sees(stage.window, "lowest in 24 h: 250 gCO2/kWh at")


def test_the_score_of_a_cell_leads_to_its_parts_boundary_and_queries(stage: Stage) -> None:
    live(stage)
    QTest.keyClick(table(stage, ZONES), Qt.Key.Key_2)
    cells = table(stage, "Energy of the cells")
    assert [line[0] for line in lines_of(cells)] == ["Tokyo", "Frankfurt"]
    cells.setCurrentIndex(cells.model().index(0, 0))
    QTest.keyClick(cells, Qt.Key.Key_Y)
    assert sees(stage.window, "SCI 1.1 (ISO/IEC 21031:2024)", "Boundary", "# joules", "kepler of the services")
    QTest.keyClick(table(stage, ZONES), Qt.Key.Key_3)
    assert len(lines_of(table(stage, "Energy of the services"))) == 3


def test_a_proposal_is_locked_until_unlocked_and_then_opens_its_preview_with_its_reason(
    stage: Stage, cluster: PlayedCluster
) -> None:
    live(stage)
    button = by_name(stage.window, "Review change", QPushButton)
    assert not button.isEnabled()
    assert sees(stage.window, "Locked (read-only): unlock main in the header.")
    access = stage.session.changes.service.access
    stage.session.runtime.run(access.unlock("main", 600.0, "a test"), 10)
    stage.qtbot.waitUntil(button.isEnabled)
    proposals = table(stage, PROPOSALS)
    titles = [line[0] for line in lines_of(proposals)]
    assert (titles[0], titles[-1]) == ("Run in Frankfurt", "Suspend until it is green")
    proposals.setFocus()
    QTest.keyClick(proposals, Qt.Key.Key_Return)
    dialog = top_window(QDialog)
    stage.qtbot.waitUntil(lambda: sees(dialog, "Suspend CronJob nightly of cell-tokyo", "/spec/suspend"))
    assert any(
        "DE at 300 gCO2/kWh" in one.text() or "DE at 250" in one.text() for one in dialog.findChildren(QLineEdit)
    )
    assert [one.key for one in cluster.previewed] == ["suspend-cronjob"]
    dialog.close()


def test_the_filter_is_for_every_table(stage: Stage) -> None:
    live(stage)
    by_name(stage.window, "Filter this page", QLineEdit).setText("frankfurt")
    stage.qtbot.waitUntil(lambda: [line[0] for line in lines_of(table(stage, ZONES))] == ["DE"])


def test_every_heading_orders_its_table_and_loses_no_row(stage: Stage) -> None:
    live(stage)
    assert lose_rows_by_sorting(stage.window) == []


def test_loading_stale_and_failed_are_three_different_things(stage: Stage) -> None:
    assert sees(stage.window, "Loading", "Reading grid …", "482 gCO2/kWh", "yearly average")
    failed = ConnectionStatus("grid", "carbon", ConnectionState.FAILED, now_s(stage), error="No grid.", hint="Look.")
    stage.play(ConnectionChanged(failed))
    assert sees(stage.window, "Failed", "No grid.", "Look.")
    live(stage, ConnectionChanged(failed))
    assert sees(stage.window, "Stale", "No grid. Showing data from", "500 gCO2/kWh")


def test_an_estate_without_a_source_says_that_averages_stand_in(make_stage: Callable[..., Stage]) -> None:
    one = make_stage(main=PlayedConnector("main", "kubernetes"))
    without = carbon_estate().model_copy(update={"carbon": ()})
    one.session.open_estate(without, Path("/estates/shop.yaml"))
    one.show()
    one.session.wait_connected()
    one.window.show_page(Destination("carbon"))
    live(one)
    assert sees(one.window, "Empty", "yearly averages stand in.", "482 gCO2/kWh")


@pytest.mark.parametrize("asked", ["zone", "energy"])
def test_no_facts_are_left_of_an_estate_that_was_closed(stage: Stage, asked: str) -> None:
    live(stage)
    zones = table(stage, ZONES)
    if asked == "zone":
        QTest.keyClick(zones, Qt.Key.Key_4)
        assert sees(stage.window, "Provider", "Maps")
    else:
        QTest.keyClick(zones, Qt.Key.Key_2)
        cells = table(stage, "Energy of the cells")
        cells.setCurrentIndex(cells.model().index(0, 0))
        QTest.keyClick(cells, Qt.Key.Key_Y)
        assert sees(stage.window, "Boundary", "# joules")
    stage.session.open_estate(Estate.model_validate({"name": "nothing"}), Path("/estates/nothing.yaml"))
    stage.qtbot.waitUntil(lambda: not lines_of(table(stage, ZONES)))
    assert not any(sees(stage.window, left) for left in ("Provider", "Boundary", "# joules"))
