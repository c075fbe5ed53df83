"""Logs and YAML: plain text only, search, follow, and no stall at 10,000 lines a second."""

from time import thread_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.fakes.reading import by_name, sees
from views.theme.theme import Theme
from views.widgets.code_view import CodeView
from views.widgets.log_view import CAPACITY, LogView
from views.widgets.wrapped_code import WrappedCode

STALL_S = 0.1


@pytest.fixture
def log(qtbot: QtBot, theme: Theme) -> LogView:
    made = LogView(theme, "Logs of api-0")
    made.resize(900, 400)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def text_of(log: LogView) -> QPlainTextEdit:
    return by_name(log, "Logs of api-0", QPlainTextEdit)


def test_lines_appear_in_order_and_the_end_is_followed(log: LogView, qtbot: QtBot) -> None:
    log.feed(f"line {number}" for number in range(500))
    qtbot.waitUntil(lambda: "line 499" in log.text())
    assert log.text().splitlines()[:2] == ["line 0", "line 1"]
    bar = text_of(log).verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert sees(log, "500 lines")


def test_scrolling_up_stops_following_and_new_lines_do_not_move_the_eye(log: LogView, qtbot: QtBot) -> None:
    log.feed(f"line {number}" for number in range(500))
    qtbot.waitUntil(lambda: "line 499" in log.text())
    bar = text_of(log).verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderPageStepSub)
    assert not by_name(log, "Follow", QCheckBox).isChecked()
    place = bar.value()
    log.feed(["one more"])
    qtbot.waitUntil(lambda: "one more" in log.text())
    assert bar.value() == place


def test_only_the_newest_lines_are_kept_and_the_view_says_so(log: LogView, qtbot: QtBot) -> None:
    for start in range(0, CAPACITY + 4_000, 2_000):
        log.feed(f"line {number}" for number in range(start, start + 2_000))
        log.flush()
    assert log.text().count("\n") + 1 == CAPACITY
    assert log.text().endswith(f"line {CAPACITY + 3_999}")
    assert sees(log, f"{CAPACITY + 4_000:,} lines, the last {CAPACITY:,} are kept")


@pytest.mark.alone
def test_ten_thousand_lines_a_second_do_not_hold_up_the_window(log: LogView, qtbot: QtBot) -> None:
    worst = 0.0
    for batch in range(60):  # three seconds in batches of 50 ms
        log.feed(f"2026-01-05T09:00:00Z INFO request {batch} {number} took 12 ms" for number in range(500))
        before = thread_time()
        log.flush()
        text_of(log).viewport().repaint()
        worst = max(worst, thread_time() - before)
    assert worst < STALL_S
    assert "request 59 499" in log.text()


def test_terminal_codes_and_markup_are_neutralised(log: LogView, qtbot: QtBot) -> None:
    log.feed(["\x1b[31mred\x1b[0m <b>bold</b>\x07", "x" * 10_000])
    qtbot.waitUntil(lambda: "bold" in log.text())
    first, second = log.text().splitlines()
    assert first == "red <b>bold</b>�"
    assert len(second) < 5_000


def test_the_search_counts_and_steps_with_the_keyboard(log: LogView, qtbot: QtBot) -> None:
    log.feed(["error one", "fine", "error two"])
    qtbot.waitUntil(lambda: "error two" in log.text())
    log.focus_search()
    field = by_name(log, "Search in the text", QLineEdit)
    QTest.keyClicks(field, "error")
    assert sees(log, "2 matches")
    text = text_of(log)
    assert text.textCursor().blockNumber() == 0
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert text.textCursor().blockNumber() == 2
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert text.textCursor().blockNumber() == 0
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert text.textCursor().blockNumber() == 2


def test_yaml_is_shown_as_it_is_and_cannot_be_edited(qtbot: QtBot, theme: Theme) -> None:
    view = CodeView(theme, "YAML of api")
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    source = "kind: Deployment\nmetadata:\n  name: <script>x</script>  # note\n"
    view.show_text(source)
    text = by_name(view, "YAML of api", QPlainTextEdit)
    QTest.keyClicks(text, "zzz")
    assert view.text() == source


def test_yaml_keys_texts_numbers_and_comments_have_their_colours(qtbot: QtBot, theme: Theme) -> None:
    view = CodeView(theme, "YAML of api")
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    view.show_text('name: api  # why\nreplicas: 3\nurl: "http://x:80/#a"\n')
    document = by_name(view, "YAML of api", QPlainTextEdit).document()
    qtbot.waitUntil(lambda: bool(document.firstBlock().layout().formats()))

    def colours(line: int) -> dict[str, str]:
        block = document.findBlockByNumber(line)
        return {
            block.text()[one.start : one.start + one.length].strip(): one.format.foreground().color().name()
            for one in block.layout().formats()
        }

    token = theme.tokens.colours
    assert colours(0) == {"name": token["code_key"], "api": token["code_text"], "# why": token["code_comment"]}
    assert colours(1) == {"replicas": token["code_key"], "3": token["code_number"]}
    assert colours(2)["url"] == token["code_key"]


@pytest.mark.parametrize("words", ["Observed by prometheus:", "計測元 prometheus、読み取り:"])
def test_a_query_is_shown_to_its_last_line_whatever_the_signs_around_it(qtbot: QtBot, theme: Theme, words: str) -> None:
    """proves C1: signs of a font that is higher once left no room for the last line."""
    made = WrappedCode(theme, "Evidence")
    qtbot.addWidget(made)
    made.resize(400, 20)
    with qtbot.waitExposed(made):
        made.show()
    made.show_text(f"{words} " + " ".join(["sum by (cell) (rate(requests_total[5m]))"] * 4))
    made.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.waitUntil(lambda: made.verticalScrollBar().maximum() == 0)
    assert made.cursorRect().bottom() <= made.viewport().height()
