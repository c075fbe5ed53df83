"""Help is read beside the page, by keys alone, in both languages. (proves issue 8 "Help inside the window", C1)"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QTextBrowser

from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from tests.fakes.reading import by_name, sees, spoken_name
from tests.gui.conftest import Stage
from tests.gui.test_keyboard import press
from views.help.help_dock import HelpDock
from views.widgets.stat_tile import Evidence, StatTile
from views.widgets.table.column import Column
from views.widgets.table.row_model import RowModel


def help_of(stage: Stage) -> HelpDock:
    """Return the help of the first window."""
    return stage.window.findChild(HelpDock, "help")  # type: ignore[return-value]


def text_of(stage: Stage) -> QTextBrowser:
    """Return the text that is read."""
    return by_name(help_of(stage), "Help", QTextBrowser)


def heading(stage: Stage) -> str:
    """Return the first line of what is read."""
    return text_of(stage).toPlainText().splitlines()[0]


def test_f1_opens_the_help_of_the_page_in_front_and_escape_gives_the_keys_back(stage: Stage) -> None:
    press(stage, "G, D")
    press(stage, "F1")
    assert help_of(stage).isVisible()
    assert heading(stage) == "Cost"
    assert text_of(stage).hasFocus()
    QTest.keyClick(text_of(stage), Qt.Key.Key_Escape)
    assert not help_of(stage).isVisible()
    assert stage.window.windowTitle().startswith("Cost")


def test_the_help_follows_the_page_while_a_page_is_read(stage: Stage) -> None:
    press(stage, "F1")
    assert heading(stage) == "Overview"
    stage.window._desk.go("capacity")
    assert heading(stage) == "Capacity"


def test_a_link_is_followed_by_keys_and_the_way_back_is_kept(stage: Stage) -> None:
    press(stage, "G, D")
    press(stage, "F1")
    QTest.keyClick(text_of(stage), Qt.Key.Key_Tab)
    assert text_of(stage).textCursor().selectedText() == "change"
    QTest.keyClick(text_of(stage), Qt.Key.Key_Return)
    assert heading(stage) == "Words"
    QTest.mouseClick(by_name(help_of(stage), "Back in the help"), Qt.MouseButton.LeftButton)
    assert heading(stage) == "Cost"


def test_search_finds_a_figure_and_opens_its_entry(stage: Stage) -> None:
    press(stage, "F1")
    QTest.mouseClick(by_name(help_of(stage), "Contents of the help"), Qt.MouseButton.LeftButton)
    field = by_name(help_of(stage), "Search the help", QLineEdit)
    assert field.hasFocus()
    QTest.keyClicks(field, "headroom")
    QTest.keyClick(field, Qt.Key.Key_Down)
    lines = by_name(help_of(stage), "Contents of the help", QListWidget)
    assert lines.hasFocus()
    assert "Headroom" in lines.currentItem().text()
    QTest.keyClick(lines, Qt.Key.Key_Return)
    assert "can carry" in text_of(stage).toPlainText()
    field.setText("zebra crossing")
    assert "Nothing in the help" in by_name(help_of(stage), "Contents of the help", QListWidget).item(0).text()


def test_links_that_lead_out_of_the_help_are_not_followed(stage: Stage) -> None:
    press(stage, "F1")
    text = help_of(stage)._text
    assert text.leads("glossary#cell")
    assert not text.leads("https://example.com/")
    assert not text.leads("file:///etc/passwd")


def test_the_palette_opens_the_user_guide(stage: Stage) -> None:
    stage.window._desk.doors.show_help("guide-start")
    assert heading(stage) == "First steps"


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.JAPANESE])
def test_every_control_of_the_help_has_a_name(make_stage: Callable[..., Stage], language: Language) -> None:
    stage = make_stage(Settings(appearance=Appearance(theme=Theme.DARK, language=language)))
    stage.show()
    stage.open_estate()
    press(stage, "F1")
    controls = [one for one in help_of(stage).findChildren(object) if getattr(one, "focusPolicy", None) is not None]
    unnamed = [one for one in controls if one.isVisible() and one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert unnamed
    assert [type(one).__name__ for one in unnamed if not spoken_name(one)] == []


def test_a_tile_tells_what_its_number_means_before_where_it_comes_from(stage: Stage) -> None:
    tile = StatTile(stage.desktop.around.theme, "Budget left")
    stage.qtbot.addWidget(tile)
    tile.show_value("42 %", evidence=Evidence(query="up", source="metrics"))
    spot = QPoint(2, 2)
    QApplication.sendEvent(tile, QHelpEvent(QEvent.Type.ToolTip, spot, tile.mapToGlobal(spot)))
    meaning, source = tile.toolTip().index("What is left of the failures"), tile.toolTip().index("Source: metrics")
    assert meaning < source


def test_the_heading_of_a_numeric_column_tells_what_it_means() -> None:
    columns = (Column("left", "Budget left", str, numeric=True), Column("name", "Budget left", str))
    model = RowModel(columns, str)
    role = Qt.ItemDataRole.ToolTipRole
    assert "What is left of the failures" in model.headerData(0, Qt.Orientation.Horizontal, role)
    assert model.headerData(1, Qt.Orientation.Horizontal, role) is None


def test_frame_times_are_measured_from_the_first_look_on(stage: Stage) -> None:
    stage.window._desk.go("connections", tab="frames")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Gap, 99 of 100", "Gap, worst"))
