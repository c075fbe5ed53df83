"""The release tab of a cell: gate, canary, proposals and evidence. Proves L3.2, L3.4, product P3."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QTabWidget

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.resource import ResourceRef
from console.domain.slo.slo_status import SloStatus
from console.kernel.errors import ConnectorError, ErrorKind
from tests.fakes.canary_stage import CANARY_ESTATE, CountedArms, rollout
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, lines_of, sees
from tests.gui.conftest import Stage
from views.page import Destination

GONE = ConnectorError(ErrorKind.UNREACHABLE, "Prometheus does not answer.", "Check the network.")


@pytest.fixture
def arms() -> CountedArms:
    return CountedArms()


@pytest.fixture
def stage(make_stage: Callable[..., Stage], arms: CountedArms) -> Stage:
    """The release tab of tokyo; nothing has been read yet."""
    one = make_stage(
        main=PlayedConnector("main", "kubernetes"),
        prom=PlayedConnector("prom", "prometheus", metrics=arms),
    )
    one.session.open_estate(CANARY_ESTATE, Path("/estates/shop.yaml"))
    one.show()
    one.session.wait_connected()
    one.window.show_page(Destination("cell", cell="tokyo", tab="release"))
    return one


def live(stage: Stage, *, on_its_way: bool = True) -> None:
    now_s = stage.clock.now().timestamp()
    rollouts = (rollout(current="7c9" if on_its_way else "5b1"),)
    stage.play(
        ConnectionChanged(ConnectionStatus("main", "kubernetes", ConnectionState.LIVE, now_s, now_s)),
        ConnectionChanged(ConnectionStatus("prom", "prometheus", ConnectionState.LIVE, now_s, now_s)),
        ObjectsListed("main", "workloads", (), now_s),
        ObjectsListed("main", "rollouts", rollouts, now_s),
    )


def burning() -> SloStatus:
    """An objective of web in tokyo whose budget burns twenty times too fast."""
    return SloStatus(
        ref=ResourceRef("prom", "SLO", "web", "availability"),
        title="",
        percent=99.9,
        period_s=30 * 86_400,
        error_ratio=0.0001,
        burns=((3600, 0.02),),
        events=1e6,
        query="query of the objective",
        labels=(("cell", "tokyo"),),
    )


def tabs(stage: Stage) -> QTabWidget:
    """The tabs of the release."""
    return next(
        one for one in stage.window.findChildren(QTabWidget) if one.isVisible() and one.tabText(1) == "Release gate"
    )


def canary_lines(stage: Stage) -> list[list[str]]:
    return [list(line) for line in lines_of(by_name(stage.window, "Canary", QAbstractItemView))]


def test_a_canary_that_fails_is_told_with_its_reason_and_kayenta_beside_it(stage: Stage) -> None:
    live(stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "personalize – Fail: 8.00 % of 1,500 canary requests failed"))
    assert sees(stage.window, "25.0 % of the requests · step 4 of 4 · 30 min counted", "Kayenta: Fail")
    lines = canary_lines(stage)
    assert lines[0][:3] == ["personalize", "errors", "Fail"]
    assert lines[0][7] == "High"


def test_enter_shows_the_query_behind_a_verdict(stage: Stage) -> None:
    live(stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "personalize – Fail"))
    view = by_name(stage.window, "Canary", QAbstractItemView)
    view.setFocus()
    view.selectRow(0)  # type: ignore[attr-defined]
    QTest.keyClick(view, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(
        lambda: sees(stage.window, "sum(increase(http_server_requests_total{", 'rollouts_pod_template_hash="7c9"')
    )
    assert sees(stage.window, "Value", "Read at", "prom")


def test_the_abort_of_a_failed_canary_is_proposed_and_says_why_it_cannot_be_done_now(stage: Stage) -> None:
    live(stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Proposals (1)"))
    tabs(stage).setCurrentIndex(2)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Roll back", "Abort"))
    assert not by_name(stage.window, "Review change", QPushButton).isEnabled()
    assert sees(stage.window, "This connection cannot change anything.")


def test_too_little_data_is_neither_well_nor_bad(stage: Stage, arms: CountedArms) -> None:
    arms.minutes, arms.failed = 4, 0.005
    live(stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "personalize – Not enough data: needs about"))
    assert not sees(stage.window, "Proposals (1)")


def test_without_a_canary_the_tab_says_so_and_asks_nobody(stage: Stage, arms: CountedArms) -> None:
    live(stage, on_its_way=False)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "No canary is on its way in this cell."))
    assert arms.asked == []
    assert tabs(stage).currentIndex() == 1  # the gate, which has something to say


def test_a_metric_server_that_does_not_answer_is_told_and_the_last_verdict_stays(
    stage: Stage, arms: CountedArms
) -> None:
    live(stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "personalize – Fail"))
    arms.error = GONE
    stage.clock.advance(120)
    live(stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Prometheus does not answer."))
    assert sees(stage.window, "personalize – Fail", "read 2 min ago")


def test_the_gate_tells_what_speaks_for_and_against(stage: Stage) -> None:
    live(stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Go: nothing stands against a release (Carbon)."))
    now_s = stage.clock.now().timestamp()
    stage.play(ObjectsListed("prom", "slos", (burning(),), now_s))
    stage.qtbot.waitUntil(
        lambda: sees(stage.window, "No-go: web availability: the error budget burns 20.0 × too fast.")
    )
    tabs(stage).setCurrentIndex(1)
    found = [list(line) for line in lines_of(by_name(stage.window, "Release gate", QAbstractItemView))]
    assert [line[:2] for line in found] == [["Objectives", "no-go"], ["Carbon", "go"], ["Cost", "–"]]
    view = by_name(stage.window, "Release gate", QAbstractItemView)
    view.setFocus()
    view.selectRow(0)  # type: ignore[attr-defined]
    QTest.keyClick(view, Qt.Key.Key_Y)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "query of the objective"))


def test_the_evidence_is_of_the_cell_that_is_shown_also_before_any_is_asked_for(stage: Stage) -> None:
    live(stage)
    stage.play(ObjectsListed("prom", "slos", (burning(),), stage.clock.now().timestamp()))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "No-go: web availability"))
    tabs(stage).setCurrentIndex(3)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "query of the objective"))
    stage.window.show_page(Destination("cell", cell="osaka", tab="release"))
    tabs(stage).setCurrentIndex(3)
    stage.qtbot.waitUntil(lambda: not sees(stage.window, "query of the objective"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Value"))


def test_a_key_leads_to_the_release_and_another_one_away(stage: Stage) -> None:
    live(stage)
    QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_3)
    stage.qtbot.waitUntil(lambda: not sees(stage.window, "Release gate"))
    QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_7)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Release gate"))
