"""Dialogs: the only modal windows; they never block the caller."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

    from console.kernel.errors import ConsoleError


class Dialogs:
    """Opens dialogs over one window; answers come through callbacks."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def confirm(
        self, question: str, text: str, button: str, run: Callable[[], object], *, danger: bool = False, typed: str = ""
    ) -> QDialog:
        """Ask; call ``run`` when confirmed. ``typed``: what the user must type before the button works."""
        from views.dialogs.confirm_dialog import ConfirmDialog  # noqa: PLC0415 - loaded with the first dialog

        dialog = ConfirmDialog(self._parent, question, text, button, danger=danger, typed=typed)
        dialog.accepted.connect(run)
        dialog.open()
        return dialog

    def ask(self, title: str, question: str, told: Callable[[str], object], answer: str = "") -> QDialog:
        """Ask for a line of text; ``told`` is called with it. ``answer`` stands in the field and can be edited."""
        from views.dialogs.question_dialog import QuestionDialog  # noqa: PLC0415

        dialog = QuestionDialog(self._parent, title, question, answer)
        dialog.agreed.connect(told)
        dialog.open()
        return dialog

    def error(self, error: ConsoleError, title: str = "") -> QDialog:
        """Show what went wrong and what to do."""
        from views.dialogs.error_dialog import ErrorDialog  # noqa: PLC0415

        dialog = ErrorDialog(self._parent, title or t("That did not work"), error.message, error.hint)
        dialog.open()
        return dialog

    def choose_file(self, title: str, pattern: str, chosen: Callable[[Path], object]) -> QDialog:
        """Ask for an existing file; ``pattern`` as ``Estate files (*.yaml *.yml)``."""
        dialog = self._file_dialog(title, "", pattern)
        dialog.setFileMode(dialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        dialog.open()
        return dialog

    def choose_folder(self, title: str, chosen: Callable[[Path], object]) -> QDialog:
        """Ask for an existing folder."""
        dialog = self._file_dialog(title)
        dialog.setFileMode(dialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        dialog.open()
        return dialog

    def choose_new_file(self, title: str, pattern: str, name: str, chosen: Callable[[Path], object]) -> QDialog:
        """Ask for the file to write; one that is named without an ending gets that of ``name``."""
        dialog = self._file_dialog(title, name, pattern)
        dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        dialog.setFileMode(dialog.FileMode.AnyFile)
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        dialog.open()
        return dialog

    def _file_dialog(self, title: str, name: str = "", pattern: str = "") -> QFileDialog:
        from PySide6.QtCore import Qt  # noqa: PLC0415
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - loaded with the first one

        dialog = QFileDialog(self._parent, title, name, pattern)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # each has a thread that reads folders
        dialog.setLabelText(dialog.DialogLabel.LookIn, t("&Look in:"))  # Qt's own Japanese has no word for these two
        dialog.setLabelText(dialog.DialogLabel.FileType, t("Files of &type:"))
        return dialog
