"""Everything can be reached by keys alone. (proves issue 2 deliverable 6, product.md "Hands on the keyboard")"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from console.settings.shortcuts import Shortcuts
from tests.fakes.played_connector import PlayedConnector, PlayedSource, live
from tests.fakes.reading import by_name, sees, spoken_description, spoken_name, top_window, visible_texts
from tests.gui.conftest import Stage
from views.shell.drawer import Drawer
from views.shell.palette import Palette


def press(stage: Stage, keys: str) -> None:
    """Press keys as Qt writes them, one chord after the other."""
    for chord in keys.split(", "):
        keys_down = QKeySequence(chord)[0]
        target = stage.window.focusWidget() or stage.window
        QTest.keyClick(target, keys_down.key(), keys_down.keyboardModifiers())


def type_into_palette(stage: Stage, text: str) -> QLineEdit:
    field = by_name(top_window(Palette), "Page, cell, object or command", QLineEdit)
    QTest.keyClicks(field, text)
    return field


@pytest.mark.parametrize("keys", ["Ctrl+K", "Ctrl+Shift+P"])
def test_the_palette_opens_on_both_keys_and_goes_to_a_page(stage: Stage, keys: str) -> None:
    press(stage, keys)
    field = type_into_palette(stage, "conset")
    assert spoken_description(field) == "Connections & settings"
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "What is connected, what is not, and why?"))


def test_the_palette_finds_cells_actions_and_says_when_nothing_fits(stage: Stage) -> None:
    press(stage, "Ctrl+K")
    field = type_into_palette(stage, "frankf")
    assert spoken_description(field) == "Frankfurt"
    field.clear()
    QTest.keyClicks(field, "theme dark")
    assert spoken_description(field) == "Theme: dark"
    field.clear()
    QTest.keyClicks(field, "zzqqxx")
    assert sees(top_window(Palette), "Nothing fits. Try fewer letters.")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, Palette) and one.isVisible()]


def test_the_palette_is_walked_with_the_arrows(stage: Stage) -> None:
    press(stage, "Ctrl+K")
    field = type_into_palette(stage, "theme")
    first = spoken_description(field)
    QTest.keyClick(field, Qt.Key.Key_Down)
    second = spoken_description(field)
    assert first.startswith("Theme:")
    assert second.startswith("Theme:")
    assert first != second
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert spoken_description(field) == first
    QTest.keyClick(field, Qt.Key.Key_Escape)


def test_g_and_a_letter_go_to_a_page_and_escape_goes_back(stage: Stage) -> None:
    start = stage.window.windowTitle()
    press(stage, "G, K")
    assert stage.window.windowTitle().startswith("Connections & settings")
    press(stage, "Escape")
    assert stage.window.windowTitle() == start


def test_the_sheet_names_the_keys_of_rows_that_a_page_listens_to(stage: Stage) -> None:
    press(stage, "G, D")
    press(stage, "?")
    sheet = top_window(QDialog)
    assert sees(sheet, "On this page: Cost", "Show the row's YAML or evidence", "Edit the row")
    assert not sees(sheet, "Show the row's logs")
    QTest.keyClick(sheet, Qt.Key.Key_Escape)


def test_slash_puts_the_cursor_into_the_filter_and_escape_clears_it(stage: Stage) -> None:
    press(stage, "G, K")
    press(stage, "/")
    field = stage.window.focusWidget()
    assert spoken_name(field) == "Filter this page"
    QTest.keyClicks(field, "europe")
    stage.qtbot.waitUntil(lambda: not sees(stage.window, "Asia cluster"))
    assert sees(stage.window, "Europe cluster")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Asia cluster"))
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert spoken_name(stage.window.focusWidget()) == "Connections"


def test_question_mark_shows_the_keys_of_this_page_and_of_all(stage: Stage) -> None:
    press(stage, "G, K")
    press(stage, "?")
    sheet = top_window(QDialog)
    assert sees(sheet, "On this page: Connections & settings", "Check the connection now", "Open the command palette")
    assert sees(sheet, "Ctrl+K   Ctrl+Shift+P", "G K")
    assert not sees(sheet, "Show the row's logs")  # no table here has any
    QTest.keyClick(sheet, Qt.Key.Key_Escape)


def test_reload_keys_start_the_sources_anew(make_stage: Callable[..., Stage]) -> None:
    source = PlayedSource("asia", "connections-test", (live("asia", "kubernetes", 1.0),))
    stage = make_stage(asia=PlayedConnector("asia", "kubernetes", played=(source,)))
    stage.show()
    stage.open_estate()
    look = stage.session.look("connections-test")
    stage.qtbot.waitUntil(lambda: source.looked == 1)
    press(stage, "F5")
    stage.qtbot.waitUntil(lambda: source.looked == 2)
    press(stage, "R")
    stage.qtbot.waitUntil(lambda: source.looked == 3)
    look.close()


def test_keys_can_be_remapped_and_taken_away(make_stage: Callable[..., Stage]) -> None:
    own = Shortcuts(keys={"palette": "Ctrl+Space", "go-connections": ""})
    stage = make_stage(Settings(appearance=Appearance(theme=Theme.LIGHT, language=Language.ENGLISH), shortcuts=own))
    stage.show()
    stage.open_estate()
    start = stage.window.windowTitle()
    press(stage, "G, K")
    assert stage.window.windowTitle() == start
    press(stage, "Ctrl+Space")
    QTest.keyClick(type_into_palette(stage, ""), Qt.Key.Key_Escape)


def test_tab_walks_through_the_whole_window_and_every_stop_has_a_name(stage: Stage) -> None:
    press(stage, "G, K")
    names, first = [], stage.window.focusWidget()
    for _ in range(60):
        QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Tab)
        widget = stage.window.focusWidget()
        if widget is first:
            break
        names.append(spoken_name(widget) or f"nameless {type(widget).__name__}")
    assert not [name for name in names if name.startswith("nameless")], names
    assert "Check now" in names
    assert "Search or run a command" in names
    assert any(name.startswith("Connections: ") for name in names)


def test_visible_texts_are_read_from_the_screen_only(stage: Stage) -> None:
    press(stage, "G, K")
    assert "Connections & settings" in visible_texts(stage.window)
    assert not sees(stage.window, "Nothing is running.")
    press(stage, "Ctrl+J")
    assert sees(stage.window, "Nothing is running.")


def test_the_drawer_takes_the_focus_with_its_key_and_gives_it_back_to_the_page(stage: Stage) -> None:
    press(stage, "G, K")
    (drawer,) = stage.window.findChildren(Drawer)
    press(stage, "Ctrl+J")
    focus = stage.window.focusWidget()
    assert focus is not None
    assert drawer.isAncestorOf(focus)
    press(stage, "Ctrl+J")
    focus = stage.window.focusWidget()
    assert focus is not None
    assert stage.window._pages.isAncestorOf(focus)
