"""Runs that a console left when it ended, offered to be taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.layout import row

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_run import RunbookRun
    from views.theme.theme import Theme


class LeftBehindBar(QFrame):
    """``taken`` carries the run that is to go on. Hidden while nothing was left."""

    taken = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._runs: tuple[RunbookRun, ...] = ()
        self.setProperty("tone", "warning")
        self._said, button = Label(wrap=True), QPushButton(t("Take it up"))
        button.clicked.connect(self._take)
        layout = row(spacing=theme.space(1), margins=(12, 8, 8, 8))
        layout.addWidget(self._said, 1)
        layout.addWidget(button)
        self.setLayout(layout)
        self.hide()

    def _take(self) -> None:
        if self._runs:
            self.taken.emit(self._runs[0])

    def show_runs(self, runs: tuple[RunbookRun, ...]) -> None:
        """Offer the first of them."""
        self._runs = runs
        self.setVisible(bool(runs))
        if not runs:
            return
        now = runs[0].present
        text = t("The run of {title} was interrupted", title=runs[0].title)
        where = t("at the step {name}", name=now.name) if now is not None else t("after its last step")
        more = t("{count} more were interrupted.", count=len(runs) - 1) if len(runs) > 1 else ""
        self._said.setText(f"{text} {where}. {more}".strip())
