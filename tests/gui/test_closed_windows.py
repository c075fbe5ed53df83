"""A window that is closed leaves nothing behind, whatever was opened in it. Proves issue 8 "Soak": no leak."""

import gc
from collections import Counter

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from console.actions.action import ACTIONS
from tests.gui.conftest import Stage
from tests.plugins.qt_leftover import let_qt_delete
from views.page import Destination
from views.registry import PAGES
from views.window import Window

LONG_MS = 30_000  # work of a page that was on its way may end later
OPENED = ("shortcuts", "export-review", "help", "palette")


def _gone() -> list[QObject]:
    """Return the Qt objects that only Python still knows: somebody holds them."""
    let_qt_delete()
    kinds = [one for one in gc.get_objects() if isinstance(one, QObject)]
    return [one for one in kinds if not shiboken6.isValid(one)]


def _alive(application: QApplication) -> Counter[str]:
    """Return the Qt objects that live below the application and its windows, by class."""
    tops = [application, *application.topLevelWidgets()]
    return Counter(type(one).__name__ for top in tops for one in (top, *top.findChildren(QObject)))


def _closed(stage: Stage, *pages: str) -> None:
    """Open a window, show pages in it, open what lies over them, close it."""
    window = stage.desktop.open_window(Destination("overview"))
    for page in pages:
        window.show_page(Destination(page))
        QApplication.processEvents()
    for key in OPENED:
        ACTIONS.get(key).run(window._desk)
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    window.close()


def test_a_closed_window_is_forgotten_with_every_page_that_it_showed(stage: Stage, qapp: QApplication) -> None:
    before = {id(one) for one in _gone()}
    _closed(stage, *(one.key for one in PAGES))

    def is_forgotten() -> bool:
        return not [one for one in _gone() if id(one) not in before]

    stage.qtbot.waitUntil(is_forgotten, timeout=LONG_MS)
    assert [one for one in gc.get_objects() if type(one) is Window] == [stage.window]


def test_windows_that_come_and_go_leave_no_qt_object_and_a_new_theme_meets_none(
    stage: Stage, qapp: QApplication
) -> None:
    _closed(stage, "connections", "slos", "pipeline")  # what one makes for all of them stays
    let_qt_delete()
    before = _alive(qapp)
    for _ in range(3):
        _closed(stage, "connections", "slos", "pipeline")
    let_qt_delete()
    assert _alive(qapp) - before == Counter()
    stage.desktop.around.preferences.change("appearance", theme="dark")  # a slot of what is gone would raise


def test_a_held_window_is_noticed(stage: Stage) -> None:
    """What the tests above look for would be found."""
    before = {id(one) for one in _gone()}
    window = stage.desktop.open_window(Destination("overview"))
    window.close()
    left = [one for one in _gone() if id(one) not in before]
    assert window in left
