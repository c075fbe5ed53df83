"""The installed PySide6 keeps its references of None in order (PYSIDE-3474: 6.12.0 on Python < 3.12 aborts)."""

import sys

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

CALLS = 1000
_NOISE = 200


def test_a_thousand_void_calls_do_not_eat_references_of_none(qtbot: QtBot, qapp: QApplication) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.update()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        widget.update()
    assert sys.getrefcount(None) > before - _NOISE
