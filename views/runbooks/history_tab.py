"""All runs: searched, opened, exported, and two of them compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from views.runbooks.run_table import RunTable
from views.widgets.label import ElidedLabel
from views.widgets.layout import column, row
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.runbooks.runbook_run import RunbookRun
    from console.presenters.runbooks.run_rows import RunRow
    from views.page import PageContext


class HistoryTab(QWidget):
    """``opened`` and ``export_asked`` carry a run, ``compared`` two of them."""

    opened = Signal(object)
    export_asked = Signal(object)
    compared = Signal(object, object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._first: RunbookRun | None = None
        self.table = RunTable(context.theme, context.memory)
        self.table.opened.connect(lambda found: self.opened.emit(found.run))
        self.table.current_changed.connect(lambda _row: self._offer())
        self._open, self._export = QPushButton(t("Open run")), QPushButton(t("Export the record …"))
        self._remember, self._note = QPushButton(), ElidedLabel(role="muted")
        self._open.clicked.connect(lambda: self._emit(self.opened))
        self._export.clicked.connect(lambda: self._emit(self.export_asked))
        self._remember.clicked.connect(self.remember)
        space = context.theme.space(1)
        bar = row(self._open, self._export, self._remember, spacing=space)
        bar.addWidget(self._note, 1)
        layout = column(bar, spacing=space, margins=(0, space, 0, 0))
        layout.addWidget(self.table, 1)
        self.setLayout(layout)
        self._offer()

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show runs."""
        self.table.set_rows(rows)
        self._offer()

    def _emit(self, signal: object) -> None:
        found = self.table.current_row()
        if found is not None:
            signal.emit(found.run)  # type: ignore[attr-defined]  # a bound signal

    def remember(self) -> None:
        """Remember the run under the cursor as the first of two; with another one under the cursor, compare them."""
        found = self.table.current_row()
        if found is None:
            return
        first, self._first = self._first, None
        if first is None or first.id == found.id:
            self._first = found.run if first is None else None
        else:
            self.compared.emit(first, found.run)
        self._offer()

    def _offer(self) -> None:
        found, first = self.table.current_row(), self._first
        for button in (self._open, self._export, self._remember):
            button.setEnabled(found is not None)
        self._remember.setText(t("Compare with another …") if first is None else t("Compare these two"))
        self._remember.setToolTip(tip(t("Choose a second run, then press M or this button again.")))
        self._note.setText(t("First of two: {id}. Choose the second.", id=first.id) if first is not None else "")
