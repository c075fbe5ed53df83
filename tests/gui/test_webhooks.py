"""Webhooks in the window: a switch that is off, and what was pushed, at the connection it came for."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QSpinBox, QTabBar

from console.domain.webhook.push import DeliveryRefused, PushReceived
from console.domain.webhook.verdict import Verdict
from tests.fakes.played_connector import failed
from tests.fakes.reading import by_name, sees
from tests.gui.conftest import Stage


def open_page(stage: Stage, tab: int) -> None:
    QTest.mouseClick(by_name(stage.window, "Connections & settings"), Qt.MouseButton.LeftButton)
    bar = next(one for one in stage.window.findChildren(QTabBar) if one.isVisible() and one.tabText(1) == "Settings")
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tab).center())


def test_listening_is_off_and_is_turned_on_with_one_switch(stage: Stage) -> None:
    open_page(stage, tab=1)
    switch = by_name(stage.window, "Listen for pushes", QCheckBox)
    assert not switch.isChecked()
    assert by_name(stage.window, "Port", QSpinBox).text() == "8477"
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(8, switch.height() // 2))
    assert stage.saved[-1].webhooks.enabled
    assert sees(stage.window, "Only on this computer")


def test_pushes_and_refusals_are_told_at_their_connection(stage: Stage) -> None:
    now_s = stage.clock.now().timestamp()
    stage.play(
        failed("europe", "kubernetes", now_s, "The token has expired."),
        PushReceived("europe", "shop/web", "main", "a" * 40, "b" * 40, now_s - 180),
        DeliveryRefused("europe", Verdict.FORGED, now_s),
    )
    open_page(stage, tab=0)
    assert sees(stage.window, "pushes: 1, the last to main of shop/web 3 min ago; 1 refused")
