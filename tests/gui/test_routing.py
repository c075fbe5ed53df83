"""The page Routing & quotas: drift first, weights that keep their sum, what they would have done, the change.

Proves L4.2, L5.1, L5.2 and the product lead P10 in the window.
"""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLineEdit,
    QPushButton,
    QSlider,
    QTableView,
    QTabWidget,
)

from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.edge.zone import Zone
from console.domain.event import ConnectionChanged, ObjectsListed, SignalsObserved
from console.domain.operation import Operation
from console.domain.resource import ResourceRef
from console.domain.route import Destination, Route, RouteRule, Setting
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.domain.traffic_policy import Mechanism, PolicySetting, TrafficPolicy
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import set_language
from console.ports.change_executor import ChangeExecutor
from console.ports.metric import Answer, Series
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, lines_of, sees, top_window
from tests.fakes.routed_estate import WHOLE
from tests.gui.conftest import Stage
from views.page import Destination as Place
from views.routing.purge_panel import PurgePanel
from views.routing.routing_page import RoutingPage
from views.widgets.state_banner import StateBanner

GONE = ConnectorError(ErrorKind.UNREACHABLE, "Prometheus does not answer.", "Check the network.")
ESTATE = WHOLE.model_copy(update={"cloudflare": ()})
WEB = ("web.cell-tokyo.svc", "web.cell-osaka.svc")


class PlayedMetrics:
    """Tokyo got 60 and Osaka 40 requests a second, all the time; or nothing answers."""

    def __init__(self) -> None:
        self.error: ConnectorError | None = None

    async def query_range(self, promql: str, start_s: float, end_s: float, step_s: float) -> Answer:
        if self.error is not None:
            raise self.error
        times = np.arange(start_s, end_s + 1, step_s)
        if "istio" not in promql:
            return Answer(())
        cells = (("tokyo", 60.0), ("osaka", 40.0))
        return Answer(tuple(Series({"destination_workload": one}, times, np.full(len(times), x)) for one, x in cells))


class PlayedExecutor:
    """Previews everything alike and keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[Operation] = []
        self.error: ConnectorError | None = None

    def supports(self, operation: Operation) -> bool:
        return True

    async def preview(self, operation: Operation) -> Preview:
        self.asked.append(operation)
        if self.error is not None:
            raise self.error
        return Preview("1", (FieldChange("/spec/http/0/route/0/weight", "60", "55"),), None)

    async def apply(self, operation: Operation, base: str) -> None:
        raise AssertionError("nothing is applied here")

    async def verify(self, operation: Operation) -> Verification:
        return Verification(Truth.REACHED, "")


@pytest.fixture
def metrics() -> PlayedMetrics:
    return PlayedMetrics()


@pytest.fixture
def executor() -> PlayedExecutor:
    return PlayedExecutor()


@pytest.fixture
def stage(make_stage: Callable[..., Stage], metrics: PlayedMetrics, executor: PlayedExecutor) -> Stage:
    """The page in the first window; nothing has been read."""
    one = make_stage(
        prom=PlayedConnector("prom", "prometheus", metrics=metrics),  # type: ignore[arg-type] # only ranges are asked
        main=PlayedConnector("main", "kubernetes", ports={ChangeExecutor: executor}),
    )
    one.session.open_estate(ESTATE, Path("/estates/shop.yaml"))
    one.show()
    one.session.wait_connected()
    one.window.show_page(Place("routing", router="cell-router"))
    return one


def live(stage: Stage, tokyo: int = 60, limit: str = "75") -> None:
    """Let cluster and metric server answer; Tokyo is given this many per cent of the weight."""
    now_s = stage.clock.now().timestamp()
    found = (Destination(WEB[0], tokyo), Destination(WEB[1], 100 - tokyo))
    ref = ResourceRef("main", "VirtualService", "edge", "cell-router", "networking.istio.io")
    rules = (RouteRule("/spec/http/0", "", found),)
    route = Route(ref, ("newsletter.example",), found, (("tokyo", 60.0), ("osaka", 40.0)), rules)
    quotas = tuple(
        Setting(ResourceRef("main", "ConfigMap", f"cell-{one}", "cell-quota"), (("next_edge_rps", limit),))
        for one in ("tokyo", "osaka")
    )
    router = (("cta_only", "false"), ("weights.json", '{"mini": 0.6, "large": 0.4}'), ("cache_ttl", "300"))
    switches = Setting(ResourceRef("main", "ConfigMap", "cell-tokyo", "model-router"), router)
    values = {SignalKey("router_rps", "tokyo"): 60.0, SignalKey("router_rps", "osaka"): 40.0}
    policy = TrafficPolicy(
        ResourceRef("main", "DestinationRule", "cell-tokyo", "bff"), "bff.cell-tokyo.svc",
        (PolicySetting(Mechanism.OUTLIER, "consecutive5xxErrors", "5"),),
    )  # fmt: skip
    stage.play(
        *(
            ConnectionChanged(ConnectionStatus(key, kind, ConnectionState.LIVE, now_s, now_s))
            for key, kind in (("prom", "prometheus"), ("main", "kubernetes"))
        ),
        SignalsObserved("prom", {key: Reading(value, now_s, "rate(x)") for key, value in values.items()}, now_s),
        ObjectsListed("main", "routes", (route,), now_s),
        ObjectsListed("main", "settings", (*quotas, switches), now_s),
        ObjectsListed("main", "traffic-policies", (policy,), now_s),
    )
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Weight of Osaka") or sees(stage.window, "New limit"))


def unlock(stage: Stage) -> None:
    access = stage.session.changes.service.access
    stage.session.runtime.run(access.unlock("main", 600.0, "a test"), 10)
    stage.qtbot.waitUntil(lambda: "main" in stage.session.store.state.unlocks)


def review(stage: Stage) -> QPushButton:
    return by_name(stage.window, "Review change", QPushButton)


def look_and_cancel(stage: Stage, text: str) -> None:
    """Review the change, wait for a text in the dialog and cancel."""
    QTest.mouseClick(review(stage), Qt.MouseButton.LeftButton)
    dialog = top_window(QDialog)
    stage.qtbot.waitUntil(lambda: sees(dialog, text))
    dialog.reject()


def show_limits(stage: Stage) -> None:
    tabs = stage.window.findChildren(QTabWidget)
    next(one for one in tabs if one.tabText(1) == "Limits and quotas").setCurrentIndex(1)


def recorded(stage: Stage) -> None:
    stage.qtbot.waitUntil(lambda: sees(stage.window, "No cell would have been over its capacity"))


def test_weights_that_nobody_agreed_to_are_first_and_told_in_the_big_number(stage: Stage) -> None:
    live(stage, tokyo=20)
    view = by_name(stage.window, "Routers", QAbstractItemView)
    assert lines_of(view)[0][:2] == ["cell-router", "40.0 points"]
    assert sees(stage.window, "40.0 points", "Osaka: 40.0 % agreed, 80.0 % configured")


def test_a_moved_weight_keeps_the_sum_and_tells_what_would_have_happened_at_once(stage: Stage) -> None:
    live(stage)
    recorded(stage)
    slider = by_name(stage.window, "Weight of Osaka", QSlider)
    began = perf_counter()
    slider.setValue(80)
    took = perf_counter() - began
    assert by_name(stage.window, "Weight of Tokyo", QDoubleSpinBox).value() == 20.0
    assert sees(stage.window, "Osaka would have been over its 75 requests/s for 1 d", "peak 80.0/s of 75/s · over for")
    assert took < 0.1
    slider.setValue(60)
    assert sees(stage.window, "No cell would have been over its capacity; the fullest would have peaked at 80.0 %.")


def test_tab_goes_from_the_routers_through_the_weights_to_what_is_under_them(stage: Stage) -> None:
    """C1: sliders and fields are made with each router; Tab finds them where they stand, not after everything else."""
    live(stage)
    unlock(stage)
    first = by_name(stage.window, "Weight of Tokyo", QSlider)
    first.setFocus()
    found = []
    for _ in range(5):
        now = stage.window.focusWidget()
        found.append(now.accessibleName() or getattr(now, "text", str)())
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert found == [*2 * ["Weight of Tokyo"], *2 * ["Weight of Osaka"], "Keep the sum at 100 %"]


def test_without_keeping_the_sum_a_wrong_one_is_refused_with_the_sentence(stage: Stage) -> None:
    live(stage)
    unlock(stage)
    by_name(stage.window, "Keep the sum at 100 %", QCheckBox).setChecked(False)
    by_name(stage.window, "Weight of Osaka", QDoubleSpinBox).setValue(35)
    assert sees(stage.window, "The weights sum to 0.95, not to 1.")
    assert not review(stage).isEnabled()
    by_name(stage.window, "Weight of Tokyo", QDoubleSpinBox).setValue(65)
    assert review(stage).isEnabled()


def test_a_locked_connection_greys_the_change_out_and_says_why(stage: Stage) -> None:
    live(stage)
    by_name(stage.window, "Weight of Osaka", QSlider).setValue(45)
    assert not review(stage).isEnabled()
    assert "Locked (read-only)" in review(stage).accessibleDescription()


def test_the_change_is_reviewed_with_its_estimated_effect(stage: Stage, executor: PlayedExecutor) -> None:
    live(stage)
    recorded(stage)
    unlock(stage)
    by_name(stage.window, "Weight of Osaka", QSlider).setValue(45)
    QTest.mouseClick(review(stage), Qt.MouseButton.LeftButton)
    dialog = top_window(QDialog)
    stage.qtbot.waitUntil(lambda: sees(dialog, "/spec/http/0/route/0/weight"))
    assert sees(dialog, "Estimated effect: No cell would have been over its capacity", "Recorded: 1 d of 1 d")
    assert [one.summary() for one in executor.asked] == [
        f"Set the weights of VirtualService cell-router of edge: {WEB[0]} 55, {WEB[1]} 45."
    ]
    dialog.close()


def test_a_limit_is_replayed_while_it_is_set(stage: Stage) -> None:
    live(stage)
    recorded(stage)
    show_limits(stage)
    view = by_name(stage.window, "Limits and quotas", QAbstractItemView)
    assert lines_of(view)[0] == ["Tokyo: next_edge_rps", "75.0/s", "80.0 %", "72.0/s"]
    field = by_name(stage.window, "New limit", QDoubleSpinBox)
    field.setValue(50)
    # Ten requests a second too many, all day.
    assert sees(stage.window, "864,000 to", "requests would have been refused (16.7 % to")
    field.setValue(130)
    assert sees(stage.window, "Nothing would have been refused.")


def test_a_limit_tells_who_holds_to_it_in_the_language_of_the_reader(stage: Stage) -> None:
    """proves C1: the word was that of the program, “cell”, in Japanese, too"""
    live(stage)
    recorded(stage)
    show_limits(stage)
    first = by_name(stage.window, "Limits and quotas", QAbstractItemView).model().index(0, 0)
    set_language("ja")
    assert "セル cell-tokyo/cell-quota" in first.data(Qt.ItemDataRole.ToolTipRole)


def test_a_limit_of_any_size_can_be_typed_and_the_editor_lives_on(stage: Stage) -> None:
    live(stage)
    show_limits(stage)
    field, slider = by_name(stage.window, "New limit", QDoubleSpinBox), by_name(stage.window, "New limit", QSlider)
    field.setValue(1_000_000_000)
    assert slider.value() == slider.maximum()
    slider.setValue(slider.maximum() // 4)
    assert field.value() < 75
    field.setValue(50)
    assert slider.value() == round(slider.maximum() * 50 / 150)


@pytest.mark.parametrize("fails", [False, True])
def test_weights_by_hand_outlive_a_review_that_is_cancelled_or_fails(
    stage: Stage, executor: PlayedExecutor, fails: bool
) -> None:
    live(stage)
    unlock(stage)
    executor.error = GONE if fails else None
    by_name(stage.window, "Weight of Osaka", QSlider).setValue(45)
    look_and_cancel(stage, "Prometheus does not answer." if fails else "/spec/http/0/route/0/weight")
    live(stage, tokyo=62)
    assert by_name(stage.window, "Weight of Osaka", QDoubleSpinBox).value() == 45.0
    live(stage, tokyo=55)  # it is in force: from here on what is read is shown
    live(stage, tokyo=70)
    assert by_name(stage.window, "Weight of Osaka", QDoubleSpinBox).value() == 30.0


def test_a_limit_by_hand_outlives_a_review_that_is_cancelled(stage: Stage) -> None:
    live(stage)
    recorded(stage)
    unlock(stage)
    show_limits(stage)
    field = by_name(stage.window, "New limit", QDoubleSpinBox)
    field.setValue(90)
    look_and_cancel(stage, "/spec/http/0/route/0/weight")
    live(stage, limit="80")
    assert field.value() == 90.0
    live(stage, limit="90")  # it is in force
    live(stage, limit="70")
    assert field.value() == 70.0


def test_a_degradation_switch_is_turned_as_a_change(stage: Stage, executor: PlayedExecutor) -> None:
    """Proves L5.3."""
    live(stage)
    unlock(stage)
    tabs = stage.window.findChildren(QTabWidget)
    next(one for one in tabs if one.tabText(1) == "Limits and quotas").setCurrentIndex(2)
    view = by_name(stage.window, "Switches and caches", QAbstractItemView)
    assert [line[:3] for line in lines_of(view)] == [
        ["cache_ttl", "cache time to live", "300"],
        ["cta_only", "switch", "false"],
    ]
    view.setCurrentIndex(view.model().index(1, 0))
    assert by_name(stage.window, "New value", QLineEdit).text() == "true"
    QTest.mouseClick(review(stage), Qt.MouseButton.LeftButton)
    dialog = top_window(QDialog)
    stage.qtbot.waitUntil(lambda: sees(dialog, "/spec/http/0/route/0/weight"))
    assert executor.asked[0].summary() == "Set cta_only in model-router of cell-tokyo to true."
    dialog.close()


def test_without_recorded_traffic_it_says_so_and_why(stage: Stage, metrics: PlayedMetrics) -> None:
    metrics.error = GONE
    stage.clock.advance(600.0)
    stage.window.show_page(Place("overview"))
    stage.window.show_page(Place("routing"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Prometheus does not answer."))


def test_weights_without_a_metric_server_are_not_called_empty(stage: Stage) -> None:
    live(stage)
    banner = next(one for one in stage.window.findChildren(StateBanner) if isinstance(one.parent(), RoutingPage))
    bare = ESTATE.model_copy(update={"name": "bare", "prometheus": ()})
    stage.session.open_estate(bare, Path("/estates/shop.yaml"))
    stage.session.wait_connected()
    now_s = stage.clock.now().timestamp()
    stage.play(
        ConnectionChanged(ConnectionStatus("main", "kubernetes", ConnectionState.LIVE, now_s, now_s)),
        ObjectsListed("main", "routes", (), now_s), ObjectsListed("main", "settings", (), now_s),
    )  # fmt: skip
    stage.qtbot.waitUntil(lambda: not banner.isVisible())


def test_what_protects_a_service_is_told_setting_by_setting(stage: Stage) -> None:
    now_s = stage.clock.now().timestamp()
    own = (
        PolicySetting(Mechanism.OUTLIER, "interval", "10s", "v2"),
        PolicySetting(Mechanism.BULKHEAD, "http2MaxRequests", "512"),
    )
    first = TrafficPolicy(ResourceRef("main", "DestinationRule", "cell-tokyo", "bff"), "bff.cell-tokyo.svc", own)
    retried = (PolicySetting(Mechanism.RETRY, "attempts", "2"),)
    second = TrafficPolicy(ResourceRef("main", "VirtualService", "cell-tokyo", "web"), "web", retried)
    stage.play(ObjectsListed("main", "traffic-policies", (first, second), now_s))
    QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_4)
    objects = by_name(stage.window, "Protection of services", QAbstractItemView)
    settings = by_name(stage.window, "What is set", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: len(lines_of(objects)) == 2)
    assert lines_of(objects)[0] == [
        "cell-tokyo/bff", "DestinationRule", "bff.cell-tokyo.svc", "Bulkhead, Outlier detection",
    ]  # fmt: skip
    assert lines_of(settings) == [
        ["Bulkhead", "http2MaxRequests", "512", "all"],
        ["Outlier detection", "interval", "10s", "v2"],
    ]
    objects.selectRow(1)  # type: ignore[attr-defined]
    stage.qtbot.waitUntil(lambda: lines_of(settings) == [["Retries", "attempts", "2", "all"]])


def test_a_value_that_is_being_typed_outlives_a_refresh_of_a_sorted_table(stage: Stage) -> None:
    live(stage)
    tabs = stage.window.findChildren(QTabWidget)
    next(one for one in tabs if one.tabText(1) == "Limits and quotas").setCurrentIndex(2)
    view = by_name(stage.window, "Switches and caches", QTableView)
    view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    view.setCurrentIndex(view.model().index(0, 0))
    field = by_name(stage.window, "New value", QLineEdit)
    assert field.text() == "300"
    field.setText("45")
    for cta_only in ("true", "false"):
        entries = (("cta_only", cta_only), ("cache_ttl", "300"))
        ref = ResourceRef("main", "ConfigMap", "cell-tokyo", "model-router")
        stage.play(ObjectsListed("main", "settings", (Setting(ref, entries),), stage.clock.now().timestamp()))
        assert [line[2] for line in lines_of(view)] == ["300", cta_only]
        assert field.text() == "45"
    view.setCurrentIndex(view.model().index(1, 0))
    assert field.text() == "true"


def test_the_purge_keeps_its_zone_and_forgets_what_was_typed_for_one_that_has_gone(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Zone] = [_zone("b.example"), _zone("c.example")]
    monkeypatch.setattr("views.routing.purge_panel.zones_of", lambda _state: tuple(shown))
    panel, state = PurgePanel(stage.window._context()), stage.session.store.state
    panel.show_state(state)
    choice = by_name(panel, "Zone", QComboBox)
    choice.setCurrentIndex(1)
    typed = panel.findChildren(QLineEdit)[0]
    typed.setText("/news")
    shown.insert(0, _zone("a.example"))
    panel.show_state(state)
    assert (choice.currentText(), typed.text()) == ("c.example", "/news")
    shown.pop()
    panel.show_state(state)
    assert (choice.currentText(), typed.text()) == ("a.example", "")
    panel.deleteLater()


def _zone(name: str) -> Zone:
    return Zone(ResourceRef("cf", "Zone", "", name), name, "active", False, "pro", 0.0)
