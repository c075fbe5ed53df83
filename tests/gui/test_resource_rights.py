"""Views of an object that its reader may not open are greyed out with the reason. (proves C3)"""

from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from tests.gui.test_workload_actions import PATIENCE_MS, Shown, shown
from views.resources.object_detail import VIEWS

__all__ = ["shown"]


def test_a_view_that_is_not_allowed_is_greyed_out_and_says_why(shown: Shown, qtbot: QtBot) -> None:
    window, _session = shown("viewer-token")
    tabs = next(one for one in window.findChildren(QTabWidget) if one.count() == len(VIEWS))
    place = VIEWS.index("forwards")
    qtbot.waitUntil(lambda: not tabs.isTabEnabled(place), timeout=PATIENCE_MS)
    assert "You may not create pods/portforward in" in tabs.tabToolTip(place)
    assert tabs.isTabEnabled(VIEWS.index("yaml"))
    assert tabs.isTabEnabled(VIEWS.index("events"))
    assert tabs.tabToolTip(VIEWS.index("events")) == ""
