"""Esc in a field clears it first, and leaves it only then; what filters is left by Enter and Down too."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from views.widgets.filter_field import EscapeField, FilterField


@pytest.mark.parametrize("kind", [EscapeField, FilterField])
def test_esc_clears_first_then_leaves_and_never_goes_back_meanwhile(qtbot: QtBot, kind: type[EscapeField]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = kind(window)
    gone_back, left = [], []
    back = QAction(window)
    back.setShortcut(Qt.Key.Key_Escape)
    back.triggered.connect(lambda: gone_back.append(True))
    window.addAction(back)
    field.left.connect(lambda: left.append(field.text()))
    with qtbot.waitExposed(window):
        window.show()
    field.setFocus()
    qtbot.keyClicks(field, "web")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), left) == ("", [])
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (left, gone_back) == ([""], [])


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down])
def test_a_filter_is_left_with_its_text(qtbot: QtBot, key: Qt.Key) -> None:
    field = FilterField()
    qtbot.addWidget(field)
    left: list[str] = []
    field.left.connect(lambda: left.append(field.text()))
    qtbot.keyClicks(field, "web")
    qtbot.keyClick(field, key)
    assert left == ["web"]
