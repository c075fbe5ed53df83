"""Confirmations, errors and crashes: safe default, one sentence, scrubbed. (proves C-errors, product.md "States")"""

import logging
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.kernel.errors import UserError
from console.kernel.i18n import Speaking
from console.kernel.redact import register_secret
from tests.fakes.reading import by_name, sees, top_window
from views.app import make_application
from views.dialogs.crash_reporter import CrashReporter
from views.dialogs.dialogs import Dialogs

SECRET = "canary-5f2c9b7d"


@pytest.fixture
def parent(qapp: QApplication, qtbot: QtBot) -> QWidget:
    make_application()
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def reporter(parent: QWidget) -> Iterator[CrashReporter]:
    made = CrashReporter()
    made.parent = parent
    yield made
    made.close()


def test_enter_on_a_confirmation_is_the_safe_answer(parent: QWidget) -> None:
    done: list[str] = []
    dialog = Dialogs(parent).confirm("Delete the record?", "It is gone then.", "Delete", lambda: done.append("x"))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert done == []
    assert not dialog.isVisible()


def test_a_dangerous_confirmation_wants_the_name_typed(parent: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    Dialogs(parent).confirm(
        "Abort?", "Tokyo stops.", "Abort Tokyo", lambda: done.append("x"), danger=True, typed="tokyo"
    )
    dialog = top_window(QDialog)
    button = by_name(dialog, "Abort Tokyo", QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == []
    QTest.keyClicks(by_name(dialog, "Type tokyo to confirm", QLineEdit), "tokyo")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: done == ["x"])


def test_an_error_tells_what_and_what_next_without_secrets(parent: QWidget) -> None:
    register_secret(SECRET)
    dialog = Dialogs(parent).error(UserError(f"The token {SECRET} is refused.", "Log in again."))
    assert sees(dialog, "The token ••• is refused.", "Log in again.")
    QTest.mouseClick(by_name(dialog, "Copy the text", QPushButton), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert SECRET not in copied
    assert "Log in again." in copied
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def crash(text: str) -> None:
    try:
        raise ZeroDivisionError(text)
    except ZeroDivisionError:
        sys.excepthook(*sys.exc_info())


def test_a_crash_is_told_with_its_trace_scrubbed_and_only_once(
    reporter: CrashReporter, caplog: pytest.LogCaptureFixture
) -> None:
    register_secret(SECRET)
    crash(f"with {SECRET}")
    crash("again")
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    assert len(dialogs) == 1
    assert sees(dialogs[0], "A fault in Cell Console interrupted this action (ZeroDivisionError).")
    details = by_name(dialogs[0], "Details", QPlainTextEdit).toPlainText()
    assert "ZeroDivisionError: with •••" in details
    assert SECRET not in details
    assert len([one for one in caplog.records if one.message == "uncaught"]) == 2
    QTest.keyClick(dialogs[0], Qt.Key.Key_Escape)


def test_what_a_crash_was_about_is_let_go_of(
    reporter: CrashReporter, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python keeps the last fault, and with its frames all that they knew: a window that has closed since."""
    monkeypatch.setattr(logging.getLogger("views.dialogs.crash_reporter"), "disabled", True)  # pytest keeps records
    met: list[weakref.ref[_Known]] = []

    def fails() -> None:
        known = _Known()
        met.append(weakref.ref(known))
        raise ZeroDivisionError

    parent.windowTitleChanged.connect(fails)
    parent.setWindowTitle("other")
    assert met
    assert reporter._dialog is not None
    assert met[0]() is None
    QTest.keyClick(reporter._dialog, Qt.Key.Key_Escape)


class _Known:
    """Something that a frame knows."""


def test_an_expected_error_that_nobody_caught_is_told_without_a_trace(reporter: CrashReporter) -> None:
    try:
        raise UserError("The file is gone.", "Choose another.")
    except UserError:
        sys.excepthook(*sys.exc_info())
    dialog = top_window(QDialog)
    assert sees(dialog, "The file is gone.", "Choose another.")
    assert not dialog.findChildren(QPlainTextEdit)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_hook_is_given_back(parent: QWidget) -> None:
    before = sys.excepthook
    CrashReporter().close()
    assert sys.excepthook is before


def test_file_dialogs_are_deleted_when_they_close(parent: QWidget, qtbot: QtBot) -> None:
    dialogs = Dialogs(parent)
    for opened in (
        dialogs.choose_file("Open", "Estates (*.yaml)", lambda _file: None),
        dialogs.choose_folder("Folder", lambda _file: None),
        dialogs.choose_new_file("Save", "Reviews (*.md)", "review.md", lambda _file: None),
    ):
        opened.reject()
    qtbot.waitUntil(lambda: not parent.findChildren(QFileDialog))


def test_a_file_dialog_has_no_word_of_another_language(parent: QWidget) -> None:
    """proves C1: Qt's own Japanese leaves two labels in English"""
    with Speaking("ja"):
        dialog = Dialogs(parent).choose_file("開く", "エステート (*.yaml)", lambda _file: None)
    assert isinstance(dialog, QFileDialog)
    labels = [dialog.labelText(one) for one in (dialog.DialogLabel.LookIn, dialog.DialogLabel.FileType)]
    assert labels == ["場所(&L):", "ファイルの種類(&T):"]
    dialog.reject()


def test_a_new_file_that_is_named_without_an_ending_gets_the_one_that_was_offered(
    parent: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen: list[Path] = []
    Dialogs(parent).choose_new_file("Save", "Reviews (*.md *.pdf)", "review.md", chosen.append)
    (dialog,) = parent.findChildren(QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.findChildren(QLineEdit)[0].setText("monday")
    dialog.accept()
    assert chosen == [tmp_path / "monday.md"]
