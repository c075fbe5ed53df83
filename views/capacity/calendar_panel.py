"""The calendar of the estate: what is ahead, and entries to add, import or take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.pipeline.calendar_rows import CalendarRow, calendar_rows
from views.calendar.calendar_table import CalendarTable
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from console.store.state import State
    from views.page import PageContext


class CalendarPanel(QWidget):
    """Entries are written into the estate file; a copy of the file as it was stays beside it."""

    add_asked = Signal()
    import_asked = Signal()
    remove_asked = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.table = CalendarTable(context, "capacity-calendar")
        self.table.current_changed.connect(self._choose)
        add, bring, self._remove = (
            QPushButton(t("Add entry …")), QPushButton(t("Import iCalendar …")), QPushButton(t("Remove entry"))
        )  # fmt: skip
        add.clicked.connect(self.add_asked)
        bring.clicked.connect(self.import_asked)
        self._remove.clicked.connect(lambda: self.remove_asked.emit(self.table.current_row()))
        self._said = Label(role="muted", wrap=True)
        buttons = row(add, bring, self._remove, spacing=context.theme.space(1))
        buttons.addWidget(self._said, 1)
        layout = column(spacing=context.theme.space(1), margins=(0, context.theme.space(1), 0, 0))
        layout.addLayout(buttons)
        layout.addWidget(self.table, 1)
        self.setLayout(layout)
        self._choose(None)

    def show_state(self, state: State, now_s: float) -> None:
        """Show what is ahead."""
        self.table.set_rows(calendar_rows(state, now_s))

    def tell(self, text: str) -> None:
        """Say what came of an import."""
        self._said.setText(text)

    def _choose(self, chosen: CalendarRow | None) -> None:
        self._remove.setEnabled(chosen is not None and bool(chosen.entry))
