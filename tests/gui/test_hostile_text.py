"""Text from elsewhere is shown as text: never as markup, never reordered, and never so much that the window stands."""

from time import thread_time

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from views.theme.theme import Theme
from views.widgets.code_view import CodeView
from views.widgets.label import ElidedLabel, Label
from views.widgets.log_view import LogView
from views.widgets.table.column import Column
from views.widgets.table.row_model import RowModel
from views.widgets.tip import tip

MARKUP = '<img src="file:///etc/passwd"><a href="http://evil">x</a>'
ODD = f"{MARKUP}\u202eevil\x1b[31m\x00\x9b1m"
HUGE = "x" * 1_000_000
LONGEST_S = 0.25


def _shown_in(rich: str) -> str:
    document = QTextDocument()
    document.setHtml(rich)
    assert "<img" not in rich
    return document.toPlainText()


@pytest.mark.parametrize("text", [ODD, MARKUP * 60, f"a\n{MARKUP}"])
def test_tooltips_show_markup_as_it_is(text: str) -> None:
    assert _shown_in(tip(text)).startswith(text[:20].split("\n", maxsplit=1)[0])
    assert "\u202e" not in tip(text)


def test_labels_are_plain_neutral_and_bounded(qtbot: QtBot) -> None:
    for kind in (Label, ElidedLabel):
        label = kind(ODD)
        qtbot.addWidget(label)
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert label.text().startswith(MARKUP)
        assert label.text().isprintable()
        label.setText(HUGE)
        assert len(label.text()) < 10_000


def test_cells_their_tooltips_and_their_spoken_texts_are_neutral_and_bounded() -> None:
    model = RowModel((Column[str]("a", "A", lambda row: row),), key=lambda row: row)
    model.show([ODD, HUGE], [0, 1])
    roles = Qt.ItemDataRole
    for line in range(2):
        index = model.index(line, 0, QModelIndex())
        for role in (roles.DisplayRole, roles.AccessibleTextRole, roles.ToolTipRole):
            text = index.data(role)
            assert text.isprintable()
            assert len(text) < 10_000
    assert MARKUP in model.index(0, 0).data(roles.DisplayRole)
    assert "<img" not in model.index(0, 0).data(roles.ToolTipRole)


@pytest.mark.parametrize("text", [HUGE, "a: b\n" * 200_000, f"{ODD}\n" * 1_000], ids=["line", "lines", "odd"])
def test_a_huge_text_does_not_hold_up_the_window(qtbot: QtBot, theme: Theme, text: str) -> None:
    view = CodeView(theme, "YAML")
    qtbot.addWidget(view)
    view.resize(800, 600)
    with qtbot.waitExposed(view):
        view.show()
    began = thread_time()  # CPU of the GUI thread: the machine may be busy with other tests
    view.show_text(text)
    view.grab()
    assert thread_time() - began < LONGEST_S * 2
    assert all(len(line) < 5_000 for line in view.text().split("\n"))
    assert "\u202e" not in view.text()


def test_log_lines_are_plain(qtbot: QtBot, theme: Theme) -> None:
    view = LogView(theme, "Log")
    qtbot.addWidget(view)
    view.feed([ODD, HUGE])
    view.flush()
    assert MARKUP in view.text()
    assert "\u202e" not in view.text()
    assert "\x9b" not in view.text()
    assert len(view.text()) < 10_000
