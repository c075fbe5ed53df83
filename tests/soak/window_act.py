"""Acts at the window: every page with its tabs and evidence, further windows, drawer, palette, help, dialogs, looks."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from console.actions.action import ACTIONS
from tests.soak.driver import Act
from tests.soak.stage import Stage
from views.page import Destination
from views.registry import PAGES
from views.time_range import CHOICES_S
from views.window import Window

TABS = "123456789"
OPENED = ("shortcuts", "export-review", "help", "palette")
THEMES = ("dark", "high-contrast", "light")
_CELL = {"cell": Destination("cell", cell="tokyo")}


def press(window: Window, key: str) -> None:
    """Press a key as a user does: where the focus is."""
    QTest.keyClick(window.focusWidget() or window, key)  # type: ignore[call-overload]


def every_page(stage: Stage, dwell_s: float) -> Act:
    """Show each page with its tabs, and what the first row of its list is made of."""
    for kind in sorted(PAGES, key=lambda one: one.order):
        stage.window.show_page(_CELL.get(kind.key, Destination(kind.key)))
        yield dwell_s
        for tab in TABS:
            press(stage.window, tab)
            yield dwell_s / 5
        press(stage.window, "Y")
        yield dwell_s / 2
        QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_Escape)
        yield dwell_s / 5


def further_windows(stage: Stage, dwell_s: float, count: int = 2) -> Act:
    """Open windows on several pages, look at them, close them."""
    keys = sorted(one.key for one in PAGES)
    for number in range(count):
        window = stage.desktop.open_window(Destination("overview"))
        for key in keys[number % 3 :: 3]:
            window.show_page(_CELL.get(key, Destination(key)))
            yield dwell_s / 3
        window.close()
        yield dwell_s / 3


def windows_forgotten(stage: Stage) -> Act:
    """Wait until nothing is left of the windows that were closed; one that stays is a fault."""
    yield lambda: stage.desktop.left == 0


def drawer_and_dialogs(stage: Stage, dwell_s: float) -> Act:
    """Open and close what lies over or beside the page."""
    desk = stage.window._desk
    for _ in range(2):
        desk.toggle("drawer")
        yield dwell_s / 3
    for key in OPENED:
        ACTIONS.get(key).run(desk)
        yield dwell_s / 2
        for dialog in [one for one in stage.window.findChildren(QDialog) if one.isVisible()]:
            dialog.reject()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        if desk.doors._help is not None:
            desk.doors._help.hide()
        desk._palette.hide()
        yield dwell_s / 5


def looks(stage: Stage, dwell_s: float) -> Act:
    """Change theme, size of text, language and time range, and back."""
    change = stage.desktop.around.preferences.change
    for theme in THEMES:
        change("appearance", theme=theme)
        yield dwell_s / 2
    for scale in (1.5, 1.0):
        change("appearance", scale=scale)
        yield dwell_s / 2
    for language in ("ja", "en"):
        change("appearance", language=language)
        yield dwell_s
    for seconds in (*CHOICES_S, 3_600):
        stage.window._range.choose(seconds)
        yield dwell_s / 5
