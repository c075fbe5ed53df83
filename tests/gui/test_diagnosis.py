"""Diagnoses in the window: the mark on Overview, the panel, its proofs and proposed changes. Proves L2.3."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QScrollArea

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed, SignalsObserved
from console.domain.resource import Condition
from console.domain.route import RouteRule
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from tests.fakes.cell_objects import route, scaler
from tests.fakes.reading import by_name, lines_of, sees
from tests.fakes.small_estate import ESTATE, workload
from tests.gui.conftest import Stage
from views.page import Destination

LOST = Condition("Ready", "False", "TriggerError", 'Secret "kafka-auth" not found in namespace "cell-tokyo"')


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    """A window on an estate with a lost secret in tokyo and weights that nobody agreed on."""
    stage = make_stage()
    stage.session.open_estate(ESTATE, Path("/estates/shop.yaml"))
    stage.show()
    now_s = stage.clock.now().timestamp()
    skewed = route((30, 70), (60.0, 40.0))
    skewed = replace(skewed, rules=(RouteRule("/spec/http/0", "", skewed.destinations),))
    readings = {SignalKey("queue_length", "tokyo", target="jobs"): Reading(900.0, now_s, "sum(kafka_lag)")}
    stage.play(
        ConnectionChanged(ConnectionStatus("main", "kubernetes", ConnectionState.LIVE, now_s, now_s)),
        ConnectionChanged(ConnectionStatus("prom", "prometheus", ConnectionState.LIVE, now_s, now_s)),
        ObjectsListed("main", "autoscalers", (scaler("delivery", LOST, kind="ScaledObject"),), now_s),
        ObjectsListed("main", "workloads", (workload("tokyo", "delivery"),), now_s),
        ObjectsListed("main", "routes", (skewed,), now_s),
        SignalsObserved("prom", readings, now_s),
    )
    return stage


def _table(stage: Stage, name: str) -> QAbstractItemView:
    view = by_name(stage.window, name)
    assert isinstance(view, QAbstractItemView)
    return view


def _go(stage: Stage, page: str, **arguments: str) -> None:
    stage.window.show_page(Destination(page, **arguments))


def _page(stage: Stage) -> str:
    here = stage.window.here
    return here.page if here is not None else ""


def _buttons(stage: Stage, start: str) -> list[QPushButton]:
    return [one for one in stage.window.findChildren(QPushButton) if one.isVisible() and one.text().startswith(start)]


def test_overview_marks_what_is_known_to_be_wrong_and_leads_to_the_cell(stage: Stage) -> None:
    _go(stage, "overview")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "KEDA does not react in Tokyo"))
    assert sees(stage.window, "2 diagnoses")
    QTest.mouseClick(_buttons(stage, "Show the diagnosis")[0], Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: _page(stage) == "cell")
    stage.qtbot.waitUntil(lambda: len(lines_of(_table(stage, "Diagnoses"))) == 2)
    assert lines_of(_table(stage, "Diagnoses"))[0][:2] == ["KEDA does not react", "–"]


def test_the_panel_shows_proofs_meaning_and_steps_and_a_query_has_its_text(stage: Stage) -> None:
    _go(stage, "autoscaling")
    table = _table(stage, "Autoscalers")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_3)
    stage.qtbot.waitUntil(lambda: len(lines_of(_table(stage, "What proves it"))) == 2)
    proofs = _table(stage, "What proves it")
    assert [line[0] for line in lines_of(proofs)] == ["ScaledObject cell-tokyo/delivery", "Queue (tokyo · jobs)"]
    assert sees(stage.window, "the Secret kafka-auth is missing")
    assert sees(stage.window, "1. Create the Secret again")
    assert sees(stage.window, "Runbook: keda-does-not-react")
    assert sees(stage.window, "No change of this program mends it")
    proofs.setFocus()
    QTest.keyClick(proofs, Qt.Key.Key_End)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "sum(kafka_lag)"))


def test_in_a_small_window_the_advice_is_not_cut_off(stage: Stage) -> None:
    stage.window.resize(1280, 800)
    _go(stage, "cell", cell="osaka", tab="diagnosis")
    stage.qtbot.waitUntil(lambda: bool(_buttons(stage, "Review change: Set the weights of a route")))
    area = by_name(stage.window, "Diagnosis", QScrollArea)
    wanted = area.widget().minimumSizeHint().width()
    stage.qtbot.waitUntil(lambda: area.viewport().width() >= wanted)


@pytest.mark.parametrize(("page", "cell"), [("cell", "tokyo"), ("cell", "osaka"), ("autoscaling", "")])
def test_in_a_small_window_the_runbook_of_a_diagnosis_is_seen_without_scrolling(
    stage: Stage, page: str, cell: str
) -> None:
    """proves product.md "works at 125–200 % scaling and at 1280×800": what begins a repair is never below the fold."""
    stage.window.resize(1280, 800)
    _go(stage, page, **({"cell": cell, "tab": "diagnosis"} if cell else {}))
    if not cell:
        QTest.keyClick(_table(stage, "Autoscalers"), Qt.Key.Key_3)
    stage.qtbot.waitUntil(lambda: bool(_buttons(stage, "Runbook: ")))
    (button,) = _buttons(stage, "Runbook: ")
    stage.qtbot.waitUntil(lambda: button.visibleRegion().boundingRect() == button.rect())


def test_enter_on_an_object_opens_it_in_resources(stage: Stage) -> None:
    _go(stage, "cell", cell="tokyo", tab="diagnosis")
    stage.qtbot.waitUntil(lambda: len(lines_of(_table(stage, "What proves it"))) == 2)
    proofs = _table(stage, "What proves it")
    proofs.setFocus()
    QTest.keyClick(proofs, Qt.Key.Key_Home)
    QTest.keyClick(proofs, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: _page(stage) == "resources")


def test_a_proposed_change_is_offered_but_a_connection_that_cannot_change_says_so(stage: Stage) -> None:
    _go(stage, "cell", cell="osaka", tab="diagnosis")
    stage.qtbot.waitUntil(lambda: bool(_buttons(stage, "Review change: Set the weights of a route")))
    (button,) = _buttons(stage, "Review change:")
    assert not button.isEnabled()
    assert sees(stage.window, "This connection cannot change anything.")
    assert "web.cell-tokyo.svc 60" in button.accessibleDescription()


def test_a_calm_estate_has_no_mark_and_an_honest_empty_panel(stage: Stage) -> None:
    now_s = stage.clock.now().timestamp()
    stage.play(
        ObjectsListed("main", "autoscalers", (), now_s),
        ObjectsListed("main", "routes", (route((60, 40), (60.0, 40.0)),), now_s),
    )
    _go(stage, "cell", cell="tokyo", tab="diagnosis")
    stage.qtbot.waitUntil(lambda: lines_of(_table(stage, "Diagnoses")) == [])
    assert not _buttons(stage, "Show the diagnosis")
