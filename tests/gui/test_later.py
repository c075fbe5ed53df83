"""Parts of pages are made when they are first seen, and nothing is lost by that. (proves quality bar "memory")"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableWidget, QTabWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from tests.gui.conftest import Stage
from views.cells.cell_page import CellPage
from views.settings.settings_form import SettingsForm
from views.widgets.later import Later


class Part(QWidget):
    """Counts how often it is made; two fields and a table, for the keys."""

    made = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).made += 1
        self.label, self.fields = QLabel(), (QLineEdit(), QLineEdit())
        layout = QVBoxLayout(self)
        table = QTableWidget(2, 2)
        table.setTabKeyNavigation(False)
        for widget in (self.label, *self.fields, table):
            layout.addWidget(widget)


class Board(QWidget):
    """Tabs with a later part behind the first one, a field before and a field after them."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.tabs, self.after = QLineEdit(), QTabWidget(), QLineEdit()
        self.later = Later(Part)
        self.tabs.addTab(QLineEdit(), "One")
        self.tabs.addTab(self.later, "Two")
        layout = QVBoxLayout(self)
        for widget in (self.before, self.tabs, self.after):
            layout.addWidget(widget)


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    """A board that is seen."""
    Part.made = 0
    made = Board()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_part_is_made_once_when_its_tab_is_first_turned_to(board: Board) -> None:
    assert (Part.made, board.later.made) == (0, None)
    board.tabs.setCurrentIndex(1)
    part = board.later.made
    assert part is not None
    assert part.isVisible()
    assert part.size() == board.later.size()
    board.tabs.setCurrentIndex(0)
    board.tabs.setCurrentIndex(1)
    assert Part.made == 1
    assert board.later.part is part


def test_what_is_told_before_counts_when_it_is_made_and_the_newest_of_a_name_only(board: Board) -> None:
    heard: list[str] = []
    board.later.tell("rows", lambda _part: heard.append("old"))
    board.later.tell("filter", lambda _part: heard.append("filter"))
    board.later.tell("rows", lambda part: (heard.append("new"), part.label.setText("new")))
    assert heard == []
    board.tabs.setCurrentIndex(1)
    assert heard == ["filter", "new"]
    board.later.tell("rows", lambda _part: heard.append("at once"))
    assert heard[-1] == "at once"
    assert board.later.part.label.text() == "new"


def test_a_part_that_is_asked_for_is_there_before_anybody_sees_it(board: Board) -> None:
    part = board.later.part
    assert not part.isVisible()
    assert not part.isWindow()
    board.tabs.setCurrentIndex(1)
    assert part.isVisible()
    assert Part.made == 1


def test_a_part_that_hides_itself_stays_hidden(board: Board) -> None:
    board.later.tell("row", lambda part: part.hide())
    board.tabs.setCurrentIndex(1)
    assert not board.later.part.isVisible()


def test_a_part_that_is_asked_for_while_it_is_made_says_so(qtbot: QtBot) -> None:
    made: list[Later[QWidget]] = []
    later: Later[QWidget] = Later(lambda: made[0].part)
    qtbot.addWidget(later)
    made.append(later)
    with pytest.raises(RuntimeError, match="asked for itself"):
        _ = later.part


def stops(board: Board) -> list[QWidget]:
    """Press Tab from the first field until it comes round."""
    board.before.setFocus()
    found: list[QWidget] = []
    while (now := board.focusWidget()) not in found:
        assert now is not None
        found.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return found


def test_the_keys_reach_a_part_where_it_stands(board: Board) -> None:
    board.tabs.setCurrentIndex(1)
    one, two = board.later.part.fields
    wanted = [board.before, board.tabs.tabBar(), one, two, board.after]
    assert [each for each in stops(board) if each in wanted] == wanted


def test_turning_to_a_part_with_the_focus_in_the_tab_before_takes_it_along(board: Board) -> None:
    first = board.tabs.widget(0)
    assert first is not None
    first.setFocus()
    board.tabs.setCurrentIndex(1)
    assert board.focusWidget() is board.later.part.fields[0]


@pytest.fixture
def make(make_stage: Callable[..., Stage]) -> Callable[[Language], Stage]:
    """Make a stage with the sample estate in a language."""

    def made(language: Language) -> Stage:
        stage = make_stage(Settings(appearance=Appearance(theme=Theme.LIGHT, language=language)))
        stage.show()
        stage.open_estate()
        return stage

    return made


def page_of(stage: Stage) -> QWidget:
    """The page in front."""
    frame = stage.window._pages.frame
    assert frame is not None
    return frame.page


def test_a_page_makes_the_tab_in_front_only_and_its_keys_make_the_others(make: Callable[[Language], Stage]) -> None:
    stage = make(Language.ENGLISH)
    stage.window._desk.go("cell", cell="tokyo")
    page = page_of(stage)
    assert isinstance(page, CellPage)
    parts = page.findChildren(Later)
    assert len(parts) >= 7
    assert [one.made for one in parts] == [None] * len(parts)
    QTest.keyClick(stage.window.focusWidget() or page, Qt.Key.Key_3)
    assert page._tabs.currentWidget() is page._pods
    assert page._pods.part.isVisible()
    assert page._drift.made is None


def test_what_is_filtered_before_a_tab_is_seen_is_filtered_in_it(make: Callable[[Language], Stage]) -> None:
    stage = make(Language.ENGLISH)
    stage.window._desk.go("cell", cell="tokyo")
    page = page_of(stage)
    assert isinstance(page, CellPage)
    page.filter_text("nothing is called like this")
    page._tabs.setCurrentWidget(page._jobs)
    assert page._jobs.part._arrangement.filter == "nothing is called like this"


def test_a_tab_that_is_made_after_a_change_of_language_and_theme_speaks_and_looks_as_the_rest(
    make: Callable[[Language], Stage],
) -> None:
    stage = make(Language.ENGLISH)
    stage.window._desk.go("connections")
    assert page_of(stage).findChildren(SettingsForm) == []
    stage.desktop.around.preferences.change("appearance", language=Language.JAPANESE, theme=Theme.DARK)
    QApplication.sendPostedEvents()
    stage.window.show_page(stage.window._pages.here or stage.window.here)
    tabs = page_of(stage).findChild(QTabWidget)
    assert tabs is not None
    tabs.setCurrentIndex(1)
    (form,) = page_of(stage).findChildren(SettingsForm)
    assert form.accessibleName() == "設定"
    assert stage.desktop.around.theme.tokens.name == "dark"
    assert form.palette().windowText().color() == tabs.palette().windowText().color()


def test_further_windows_make_parts_of_their_own(make: Callable[[Language], Stage]) -> None:
    stage = make(Language.ENGLISH)
    stage.window._desk.go("cell", cell="tokyo")
    page = page_of(stage)
    assert isinstance(page, CellPage)
    page._tabs.setCurrentWidget(page._pods)
    other = stage.desktop.open_window(stage.window.here)
    frame = other._pages.frame
    assert frame is not None
    assert isinstance(frame.page, CellPage)
    assert frame.page._pods.made is None
    frame.page._tabs.setCurrentWidget(frame.page._pods)
    assert frame.page._pods.part is not page._pods.part
