"""A forgotten modal dialog is rejected and fails its test instead of hanging the run."""

from pathlib import Path

import pytest


def test_a_modal_dialog_left_open_is_rejected_and_named_while_an_answered_one_is_fine(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, root_dir: Path
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(root_dir))
    pytester.makeini("[pytest]\nstuck_dialog_s = 0.4")
    pytester.makepyfile(
        """
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QDialog

        application = QApplication.instance() or QApplication([])

        def test_forgotten():
            dialog = QDialog(windowTitle="Apply the change?")
            assert dialog.exec() == QDialog.DialogCode.Rejected

        def test_answered():
            dialog = QDialog()
            answer = QTimer(dialog, singleShot=True)
            answer.timeout.connect(dialog.accept)
            answer.start(50)
            assert dialog.exec() == QDialog.DialogCode.Accepted
        """
    )
    result = pytester.runpytest_subprocess("-p", "tests.plugins.stuck_dialog", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*a modal dialog was left open and had to be rejected: QDialog 'Apply the change?'"])
