"""Tab reaches what is made late where it stands, and nobody is kept for that. (proves quality bar "memory")"""

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

import views
from console.domain.runbooks.question import Asks, Choice, Question
from tests.fakes.reading import sees
from tests.gui.conftest import Stage
from views.capacity.campaign_sliders import CampaignSliders
from views.runbooks.question_card import QuestionCard
from views.widgets.tab_order import put_after


class Form(QWidget):
    """Fields in nested layouts, a splitter and tabs, made in another order than they stand."""

    def __init__(self) -> None:
        super().__init__()
        names = ("tabbed", "right", "left", "beside", "first")
        self.fields = {name: QLineEdit(self) for name in names}
        for name, field in self.fields.items():
            field.setObjectName(name)
        layout, inner = QVBoxLayout(self), QHBoxLayout()
        inner.addWidget(self.fields["first"])
        inner.addWidget(self.fields["beside"])
        layout.addLayout(inner)
        self.splitter, self.tabs = QSplitter(), QTabWidget()
        self.splitter.addWidget(self.fields["left"])
        self.splitter.addWidget(self.fields["right"])
        layout.addWidget(self.splitter)
        self.tabs.addTab(self.fields["tabbed"], "One")
        layout.addWidget(self.tabs)


class Board(QMainWindow):
    """A field, a place that takes no focus, a field."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.place, self.after = QLineEdit(), QWidget(), QLineEdit()
        self.before.setObjectName("before")
        self.after.setObjectName("after")
        QVBoxLayout(self.place)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        for widget in (self.before, self.place, self.after):
            layout.addWidget(widget)
        self.setCentralWidget(middle)


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    """A board that has the focus."""
    made = Board()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def stops(board: Board) -> list[str]:
    """Press Tab from the first field until it comes round."""
    board.before.setFocus()
    found: list[str] = []
    while (now := board.focusWidget()) is not None and now.objectName() not in found:
        found.append(now.objectName())
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return found


def test_tab_goes_through_what_is_made_late_in_the_order_in_which_it_is_laid_out(board: Board) -> None:
    form, layout = Form(), board.place.layout()
    assert layout is not None
    layout.addWidget(form)
    form.show()
    assert stops(board)[:2] == ["before", "after"]
    put_after(board.place, form)
    bar = "qt_tabwidget_tabbar"
    assert stops(board) == ["before", "first", "beside", "left", "right", bar, "tabbed", "after"]
    assert board.place.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_what_a_page_makes_again_and_again_is_reached_where_it_stands(make_stage: Callable[..., Stage]) -> None:
    """C1: the answers of a runbook's question and the campaigns' sliders come with the data, long after the page."""
    stage = make_stage()
    stage.show()
    context, page = stage.window._context(), QWidget()
    before, sliders, card, after = QLineEdit("before"), CampaignSliders(context), QuestionCard(context), QLineEdit()
    layout = QVBoxLayout(page)
    for widget in (before, sliders, card, after):
        layout.addWidget(widget)
    stage.qtbot.addWidget(page)
    page.show()
    for name in ("Sale", "Fair"):
        sliders.show_campaigns([(name, 2.0), ("Spring", 1.5)], {})
        card.show_question(Question(Asks.DECIDE, name, choices=(Choice("Go on"), Choice("Stop"))))
    stage.qtbot.waitUntil(lambda: sees(page, "Spring", "Stop"))
    found: list[str] = []
    now: QWidget | None = before
    while now is not None and now is not after:
        found.append(now.accessibleName() or getattr(now, "text", str)())
        now.setFocus()
        QTest.keyClick(now, Qt.Key.Key_Tab)
        now = page.focusWidget()
    assert found == ["before", "Strength of Fair", "Strength of Spring", "Note", "Go on", "Stop"]


def test_the_window_belongs_to_nobody_afterwards(board: Board) -> None:
    layout = board.place.layout()
    assert layout is not None
    before = sys.getrefcount(board)
    late = QLineEdit()
    layout.addWidget(late)
    put_after(board.before, late)
    gc.collect()
    assert sys.getrefcount(board) == before


def test_nobody_looks_round_in_qts_own_way() -> None:
    """What these return becomes a child of what was asked: a window then stays for ever."""
    files = Path(views.__file__).parent.rglob("*.py")
    users = [one.name for one in files if "InFocusChain(" in one.read_text("utf-8")]
    assert users == []
