"""The Cost page: worst budget first, proposals that become changes, honest states (proves L2.4, L6.1, L6.2, E5.1)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QPushButton

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.course_gap import CourseGap, MissingHours
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.load_course import LoadCourse
from console.domain.resource import ResourceRef
from console.domain.workload import Workload
from console.presenters.spend_rows import SpendRow
from console.services.bill_shelf import cost_book_file
from console.services.focus_import import read_focus
from console.store.cost_book import CostBook
from tests.fakes.focus_bill import bill_text
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, lines_of, sees
from tests.fakes.spending import COSTS, DAY_S, LOADS, NOW, estate, late_loads
from tests.gui.conftest import Stage
from views.cost.bill_panel import BillTable
from views.cost.cost_page import CostPage
from views.cost.saving_panel import SavingTable
from views.cost.spend_panel import SpendPanel
from views.page import Destination
from views.plots.time_plot import TimePlot

NOW_S = NOW.timestamp()
BUDGETS = (
    {"key": "tokyo", "title": "Tokyo", "cells": ["tokyo"], "limit": {"amount": 1_000, "currency": "USD"}},
    {"key": "osaka", "title": "Osaka", "cells": ["osaka"], "limit": {"amount": 5_000, "currency": "USD"}},
)


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    """The page in the first window; nothing has been read."""
    one = make_stage(costs=PlayedConnector("costs", "opencost"))
    one.clock.set_wall_clock(NOW)
    one.session.open_estate(estate(*BUDGETS), Path("/estates/shop.yaml"))
    one.show()
    one.session.wait_connected()
    one.window.show_page(Destination("cost"))
    return one


def page(stage: Stage) -> CostPage:
    found = stage.window.findChild(CostPage)
    assert found is not None
    return found


def table(stage: Stage, name: str) -> list[list[str]]:
    """The lines of a visible table."""
    return lines_of(by_name(stage.window, name, QAbstractItemView))


def tell(stage: Stage, loads: tuple[LoadCourse, ...] = LOADS) -> None:
    """Everything is read."""
    for key, topic, rows in (("costs", "cost-days", COSTS), ("metrics", "loads", loads)):
        stage.play(
            ConnectionChanged(ConnectionStatus(key, "x", ConnectionState.LIVE, NOW_S, last_ok_at_s=NOW_S)),
            ObjectsListed(key, topic, rows, NOW_S),
        )


def tell_floor(stage: Stage) -> None:
    """An autoscaler of tokyo is held up by its floor."""
    ref = ResourceRef("asia", "HorizontalPodAutoscaler", "cell-tokyo", "web", "autoscaling")
    scaler = Autoscaler(
        ref, "Deployment", "web", 10, 10, 10, 10, (ScalingMetric("cpu", "20%", "80%"),), (), None
    )  # fmt: skip
    work = Workload(
        ResourceRef("asia", "Deployment", "cell-tokyo", "web", "apps"), (), (), (), 10, 10, 10, 10, 1, 1, False, 0.0,
        0.5, 2.0 * (1 << 30),
    )  # fmt: skip
    stage.play(
        ObjectsListed("asia", "autoscalers", (scaler,), NOW_S), ObjectsListed("asia", "workloads", (work,), NOW_S)
    )


def test_the_worst_budget_comes_first_with_the_big_numbers_above(stage: Stage) -> None:
    tell(stage)
    budgets = table(stage, "Budgets")
    assert [line[0] for line in budgets] == ["Tokyo", "Osaka"]
    assert budgets[0][1:7] == ["Critical", "1,000.00 USD", "800.00 USD", "1,200.00 USD", "120.0 %", "200.00 USD"]
    assert "The limit will be passed at this pace." in budgets[0][-1]
    for text in ("3,440.00 USD", "5,160.00 USD", "200.00 USD"):
        assert sees(stage.window, text)


def test_a_sum_of_which_a_part_is_not_known_is_the_least(stage: Stage) -> None:
    tell(stage, late_loads(10))
    for text in ("≥ 2,840.00 USD", "Model calls only since", "Clusters 2,240.00 USD · Model calls 600.00 USD"):
        assert sees(stage.window, text)


def test_hours_that_are_missing_make_a_sum_the_least(stage: Stage) -> None:
    tell(stage)
    gap = CourseGap(ResourceRef("costs", "CourseGap", "", "hours"), "", (MissingHours(NOW_S - DAY_S, NOW_S, 1.0),))
    stage.play(ObjectsListed("costs", "cost-days", (*COSTS, gap), NOW_S))
    for text in ("≥ 3,440.00 USD", "Clusters: 1 hour missing · Clusters 2,240.00 USD"):
        assert sees(stage.window, text)


def test_loading_empty_stale_and_failed_look_different(stage: Stage) -> None:
    assert sees(stage.window, "Loading")
    assert table(stage, "Budgets")[0][3] == "–"
    tell(stage)
    assert not sees(stage.window, "Loading")
    gone = ConnectionStatus("costs", "opencost", ConnectionState.FAILED, NOW_S, NOW_S, "OpenCost does not answer.")
    stage.play(ConnectionChanged(gone))
    assert sees(stage.window, "Stale")
    assert sees(stage.window, "OpenCost does not answer. Showing data from just now.")
    assert table(stage, "Budgets")[0][3] == "800.00 USD"
    bare = estate().model_copy(update={"opencost": (), "prometheus": (), "name": "bare"})
    stage.session.open_estate(bare, Path("/estates/bare.yaml"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "The estate names nothing that tells costs."))


def test_each_part_of_the_page_is_a_key_away(stage: Stage) -> None:
    tell(stage)
    page(stage).focus_main()
    keys = {"2": "Cost of the parts", "3": "Weeks", "4": "Unit costs"}
    for key, name in keys.items():
        QTest.keyClick(stage.window.focusWidget(), key)  # type: ignore[arg-type]
        assert table(stage, name), name
    assert [line[0] for line in table(stage, "Unit costs")] == ["tokyo", "osaka"]
    by = by_name(stage.window, "Add up by", QComboBox)
    by.setCurrentIndex(2)
    assert [line[0] for line in table(stage, "Unit costs")] == ["b2b", "b2c"]


def test_enter_on_a_budget_shows_what_it_is_held_against(stage: Stage) -> None:
    tell(stage)
    page(stage).focus_main()
    QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Return)  # type: ignore[arg-type]
    assert sees(stage.window, "1,000.00 USD a month")
    assert sees(stage.window, "Read from costs")


def test_a_saving_is_opened_as_a_change_with_its_amount_as_the_reason(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(stage)
    tell_floor(stage)
    review = next(one for one in stage.window.findChildren(QPushButton) if one.text() == "Review change")
    assert not review.isEnabled()  # locked
    context = page(stage).context
    started: list[tuple[object, str]] = []
    monkeypatch.setattr(type(context.changes), "why_not", lambda _self, _connection: "")
    monkeypatch.setattr(type(context.changes), "start", lambda _self, *asked: started.append(asked))
    stage.play(ObjectsListed("metrics", "loads", LOADS, NOW_S))
    page(stage).render(stage.session.store.state, None)
    assert review.isEnabled()
    review.click()
    [(operation, reason)] = started
    assert operation.summary() == (  # type: ignore[attr-defined]
        "Let HorizontalPodAutoscaler web of cell-tokyo choose between 3 and … replicas."
    )
    assert reason.startswith("Saves 117.36 USD")
    assert stage.window.findChild(SavingTable) is not None


def test_imported_bills_are_shown_with_what_they_add_up_to(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "november.csv"
    file.write_text(bill_text({}))
    reading = read_focus(file, "cell", NOW_S, lambda _lines: None)
    book = CostBook(cost_book_file(stage.session.paths))
    book.keep(reading.bill, reading.sums)
    book.close()
    page(stage).focus_main()
    QTest.keyClick(stage.window.focusWidget(), "6")  # type: ignore[arg-type]
    stage.qtbot.waitUntil(lambda: bool(table(stage, "Imported bills")))
    assert table(stage, "Imported bills")[0][0] == "november.csv"
    assert table(stage, "Totals of the bill")


def test_bills_that_were_damaged_are_told_where_they_are_missing(stage: Stage) -> None:
    file = cost_book_file(stage.session.paths)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"no database at all, " * 400)
    page(stage).focus_main()
    QTest.keyClick(stage.window.focusWidget(), "6")  # type: ignore[arg-type]
    bills = stage.window.findChild(BillTable)
    assert bills is not None
    stage.qtbot.waitUntil(lambda: bills._empty.startswith("The imported bills were damaged"))


def test_the_axis_of_a_part_that_is_paid_in_euro_has_no_dollars(stage: Stage) -> None:
    panel = SpendPanel(stage.window._context())
    stage.qtbot.addWidget(panel)
    days = dict.fromkeys((NOW_S - 3 * 86400, NOW_S - 2 * 86400), 1234.5)
    said = []
    for currency in ("USD", "EUR"):
        row = SpendRow("tokyo", "Tokyo", currency, days=days)
        panel.show_spends((row,), (row,), NOW_S)
        (plot,) = panel.findChildren(TimePlot)
        said.append(plot.accessibleDescription())
    assert "$" in said[0]
    assert "Tokyo (EUR)" in said[1]
    assert "$" not in said[1]
