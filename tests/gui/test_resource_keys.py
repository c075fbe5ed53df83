"""The Resources page by keys: the focus is on what is in front, also when that was read only later. (proves C1)"""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from tests.fakes.kubernetes_cluster import NAMESPACE
from tests.fakes.reading import spoken_name
from tests.gui.test_workload_actions import PATIENCE_MS, Shown, shown
from views.page import Destination
from views.resources.object_detail import VIEWS
from views.window import Window

__all__ = ["shown"]


def focus(window: Window) -> str:
    return spoken_name(window.focusWidget())


def test_an_object_takes_the_keys_of_its_views_without_a_click(shown: Shown, qtbot: QtBot) -> None:
    window, _session = shown("admin-token")
    tabs = next(one for one in window.findChildren(QTabWidget) if one.count() == len(VIEWS))
    for place in (1, 2, 4, 0):
        QTest.keyClick(window.focusWidget(), str(place + 1))
        assert tabs.currentIndex() == place
    known = {"connection": "main", "namespace": NAMESPACE, "kind": "Pod"}
    window.show_page(Destination("resources", **known))
    qtbot.waitUntil(lambda: focus(window) == "Pod", timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.focusWidget().model().rowCount() > 0, timeout=PATIENCE_MS)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Home)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(tabs.isVisible)
    QTest.keyClick(window.focusWidget(), "3")
    assert VIEWS[tabs.currentIndex()] == "events"


def test_the_objects_take_the_focus_as_soon_as_they_are_read(shown: Shown, qtbot: QtBot) -> None:
    window, _session = shown("admin-token")
    window.show_page(Destination("connections"))
    for kind in ("Service", "Deployment"):
        window.show_page(Destination("resources", connection="main", kind=kind))
        qtbot.waitUntil(lambda kind=kind: focus(window) == kind, timeout=PATIENCE_MS)  # type: ignore[misc]
    window._pages.back()
    qtbot.waitUntil(lambda: focus(window) == "Service", timeout=PATIENCE_MS)
