"""Keys that stand in each other's way are refused, and it is said whose they are. (proves issue 2 deliverable 6)"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QKeySequenceEdit, QPushButton

from tests.fakes.reading import by_name, sees
from tests.gui.conftest import Stage
from views.page import Destination
from views.registry import PAGES
from views.settings.key_clash import KeyHolder, key_clash
from views.shell.key_map import bindings
from views.widgets.table.row_key import row_keys

DRAWER = "Keys of Show or hide activity"


def press(stage: Stage, keys: str) -> None:
    """Press keys, as Qt writes them, in the field of an action that has others, and finish."""
    field = by_name(stage.window, DRAWER, QKeySequenceEdit)
    field.clear()
    for place in range(QKeySequence(keys).count()):
        chord = QKeySequence(keys)[place]
        QTest.keyClick(field, chord.key(), chord.keyboardModifiers())
    assert field.keySequence() == QKeySequence(keys)
    field.editingFinished.emit()


def own_keys(stage: Stage) -> dict[str, str]:
    return stage.desktop.around.preferences.settings.shortcuts.keys


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("Ctrl+K", "Ctrl+K belongs to Open the command palette."),
        ("G", "G and G, O of Pages: Overview begin alike: only the shorter one would work."),
        ("G, O", "G, O belongs to Pages: Overview."),
        ("Ctrl+K, X", "Ctrl+K, X and Ctrl+K of Open the command palette begin alike"),
        ("B", "B belongs to Overview: Show the worst error budget of this cell."),
        ("N, P", "N, P and N of"),
        ("Shift+C", "Shift+C belongs to Connections & settings: Check all connections now."),
        ("Y", "Y belongs to Show the row's YAML or evidence."),
        ("E", "E belongs to Edit the row."),
        ("L", "L belongs to Show the row's logs."),
        ("Return", "Return belongs to Open the row."),
        ("Home", "Home belongs to Go to the first row."),
    ],
)
def test_keys_of_something_else_are_refused_and_it_is_said_whose_they_are(stage: Stage, keys: str, said: str) -> None:
    stage.window.show_page(Destination("connections", tab="settings"))
    press(stage, keys)
    assert sees(stage.window, said)
    assert own_keys(stage) == {}


@pytest.mark.parametrize("keys", ["N", "1", "]"])
def test_keys_of_pages_that_nobody_has_opened_are_known(stage: Stage, keys: str) -> None:
    stage.window.show_page(Destination("connections", tab="settings"))
    press(stage, keys)
    assert sees(stage.window, f"{keys} belongs to ")
    assert own_keys(stage) == {}


def test_keys_that_nothing_has_are_taken_and_the_refusal_goes(stage: Stage) -> None:
    stage.window.show_page(Destination("connections", tab="settings"))
    press(stage, "Y")
    press(stage, "Ctrl+H, 1")
    assert own_keys(stage) == {"drawer": "Ctrl+H, 1"}
    assert not sees(stage.window, "belongs to")
    press(stage, "Y")
    press(stage, "Ctrl+H, 1")  # as they are
    assert not sees(stage.window, "belongs to")
    by_name(stage.window, "Default keys of Show or hide activity", QPushButton).click()
    assert own_keys(stage) == {}


def test_the_keys_of_the_product_do_not_stand_in_each_others_way(stage: Stage) -> None:
    context = stage.window._pages.frame.page.context  # type: ignore[union-attr]
    holders = [KeyHolder(f"{page}: {one.title}", one.keys) for page, one in context.commands()]
    holders += [KeyHolder(one.title, keys) for one in row_keys() for keys in one.keys]
    window = [KeyHolder(one.title, keys) for one in bindings({}) for keys in one.keys]
    clashes = [key_clash(one.keys, [*holders, *(other for other in window if other is not one)]) for one in window]
    assert [said for said in clashes if said] == []
    assert len(holders) > 50


def test_pages_are_built_one_by_one_while_more_keys_are_awaited(stage: Stage) -> None:
    stage.window.show_page(Destination("connections", tab="settings"))
    built = stage.window._pages._frames
    QTest.keyClick(by_name(stage.window, DRAWER, QKeySequenceEdit), Qt.Key.Key_B)
    assert len(built) < len(tuple(PAGES))
    stage.qtbot.waitUntil(lambda: len(built) == len(tuple(PAGES)))
    press(stage, "B")
    assert sees(stage.window, "B belongs to ")
