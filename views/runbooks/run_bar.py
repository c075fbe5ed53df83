"""The buttons of a run: what a person can say to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.runbooks.run_offer import COMMANDS, offers
from views.widgets.layout import row
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_run import RunbookRun
    from views.page import PageContext


class RunBar(QWidget):
    """``asked`` carries a command of ``run_offer``. What fits and cannot be said is greyed out, with why."""

    asked = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._buttons = {one: self._button(one) for one in COMMANDS}
        self._buttons["go"].setProperty("role", "primary")
        space = context.theme.space(1)
        self.setLayout(row(*self._buttons.values(), None, spacing=space))

    def _button(self, command: str) -> QPushButton:
        button = QPushButton()
        button.clicked.connect(lambda: self.asked.emit(command))
        return button

    def show_run(self, run: RunbookRun, place: int) -> None:
        """Offer what fits a run whose step at ``place`` is chosen."""
        self.setVisible(not run.is_over)
        forbids = t("The console runs with --read-only: every change is forbidden.")
        for one in offers(run, place, forbids if self._context.session.read_only else ""):
            button = self._buttons[one.command]
            button.setText(one.title)
            button.setVisible(one.fits)
            button.setEnabled(not one.why_not)
            button.setToolTip(tip(one.why_not or one.tip))
            button.setAccessibleDescription(one.why_not or one.tip)
