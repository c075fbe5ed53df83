"""A real X display: the machine has every library and font that the window needs there."""

import pytest
from PySide6.QtGui import QFont, QFontInfo, QRawFont
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.screen


def test_a_window_is_painted_on_x11(qtbot: QtBot, qapp: QApplication) -> None:
    assert qapp.platformName() == "xcb"
    label = QLabel("Cell Console セル")
    qtbot.addWidget(label)
    with qtbot.waitExposed(label):
        label.show()
    picture = label.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert len(colours) > 2


def test_latin_and_japanese_fonts_are_installed(qapp: QApplication) -> None:
    for family, letters in (("Noto Sans", "Ag"), ("Noto Sans CJK JP", "直骨刃海セル予算")):
        font = QFont(family)
        assert QFontInfo(font).family() == family
        assert all(QRawFont.fromFont(font).supportsCharacter(ord(letter)) for letter in letters)
