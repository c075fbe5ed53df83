"""Crash reporter: a fault of the program is logged and shown, scrubbed, and the window goes on."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtWidgets import QDialog, QWidget

_log = logging.getLogger(__name__)


class CrashReporter:
    """Takes ``sys.excepthook`` until ``close``; one dialog at a time, the rest goes to the log only."""

    def __init__(self) -> None:
        self.parent: QWidget | None = None
        self._before = sys.excepthook
        self._dialog: QDialog | None = None
        sys.excepthook = self._report

    def _report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        try:
            self._tell(kind, error, trace)
        finally:
            _forget_last()

    def _tell(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        _log.error("uncaught", exc_info=(kind, error, trace))
        if self._dialog is not None:
            return
        from views.dialogs.error_dialog import ErrorDialog  # noqa: PLC0415 - loaded with the first fault

        if isinstance(error, ConsoleError):
            self._show(ErrorDialog(self.parent, t("That did not work"), error.message, error.hint))
            return
        details = scrub("".join(traceback.format_exception(kind, error, trace)))
        message = t("A fault in Cell Console interrupted this action ({fault}).", fault=kind.__name__)
        hint = t("The rest goes on. Please copy the text and report it.")
        self._show(ErrorDialog(self.parent, t("Something went wrong inside"), message, hint, details))

    def _show(self, dialog: QDialog) -> None:
        self._dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self._dialog = None

    def close(self) -> None:
        """Give the hook back."""
        sys.excepthook = self._before


def _forget_last() -> None:
    """Drop what Python keeps of the last fault for a debugger: its frames hold a window that has closed since."""
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        vars(sys).pop(name, None)
