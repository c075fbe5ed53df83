"""The live feed: audits that were asked for, with a way to stop them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from views.audits.live_table import LiveTable
from views.widgets.label import ElidedLabel
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.audits.live_row import LiveRow
    from views.page import PageContext


class LiveTab(QWidget):
    """``cancel_asked`` carries ids."""

    cancel_asked = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.table = LiveTable(context)
        self._told = ElidedLabel(role="strong")
        self._one, self._all = QPushButton(t("Cancel this audit")), QPushButton(t("Cancel all"))
        self._one.clicked.connect(self.cancel_chosen)
        self._all.clicked.connect(self.cancel_all)
        self.table.current_changed.connect(lambda _row: self._offer())
        space = context.theme.space(1)
        bar = row(spacing=space)
        bar.addWidget(self._told, 1)
        bar.addWidget(self._one)
        bar.addWidget(self._all)
        layout = column(bar, spacing=space, margins=(0, space, 0, 0))
        layout.addWidget(self.table, 1)
        self.setLayout(layout)
        self._offer()

    def show_rows(self, rows: Sequence[LiveRow]) -> None:
        """Show what was asked for."""
        self.table.set_rows(rows)
        going = sum(not one.is_over for one in rows)
        self._told.setText(t("{going} go on, {over} have ended.", going=going, over=len(rows) - going) if rows else "")
        self._all.setEnabled(going > 0)
        self._offer()

    def cancel_chosen(self) -> None:
        """Stop the audit under the cursor."""
        found = self.table.current_row()
        if found is not None and not found.is_over:
            self.cancel_asked.emit((found.id,))

    def cancel_all(self) -> None:
        """Stop every audit that is shown and goes on."""
        self.cancel_asked.emit(tuple(one.id for one in self.table.shown_rows() if not one.is_over))

    def _offer(self) -> None:
        found = self.table.current_row()
        self._one.setEnabled(found is not None and not found.is_over)
