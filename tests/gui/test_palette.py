"""The palette finds what has a name, also what is read only once it is open. (product.md "Hands on the keyboard")"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from console.ports.outside import Outside
from tests.fakes.reading import by_name, sees, spoken_description, top_window
from tests.fakes.runbook_console import World
from tests.gui.conftest import Stage
from views.shell.palette import Palette


def typed(stage: Stage, text: str) -> QLineEdit:
    """Open the palette, type, and return its field, which says what Enter goes to."""
    target = stage.window.focusWidget() or stage.window
    QTest.keyClick(target, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = by_name(top_window(Palette), "Page, cell, object or command", QLineEdit)
    QTest.keyClicks(field, text)
    return field


def test_a_runbook_is_found_as_soon_as_the_library_is_read(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    monkeypatch.setattr(stage.session.changes, "_outside", lambda _folder: Outside(world, world))  # type: ignore[arg-type]
    field = typed(stage, "router-skew")
    stage.qtbot.waitUntil(lambda: spoken_description(field) == "Router skew", timeout=30_000)
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "The cell that gets too much."), timeout=30_000)
    assert stage.window.windowTitle().startswith("Runbooks")
    field = typed(stage, "router-skew")
    assert spoken_description(field) == "Router skew"  # known already
    QTest.keyClick(field, Qt.Key.Key_Escape)


def test_a_library_that_cannot_be_read_leaves_the_rest_and_the_line_that_was_walked_to(stage: Stage) -> None:
    field = typed(stage, "theme")
    QTest.keyClick(field, Qt.Key.Key_Down)
    second = spoken_description(field)
    top_window(Palette).renew()
    assert spoken_description(field) == second
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not any(one.isVisible() for one in stage.window.findChildren(Palette))
