"""The silences with the button that ends the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.data_state import data_state, unread
from console.presenters.silence_rows import silence_rows
from views.incidents.silence_table import SilenceTable
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.presenters.silence_rows import SilenceRow
    from console.store.state import State
    from views.page import PageContext


class SilencePanel(QWidget):
    """``end_asked`` carries the id of a silence of this profile; one of an Alertmanager ends by a change."""

    end_asked = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.table = SilenceTable(context)
        self.table.current_changed.connect(self._offer)
        self._end = QPushButton(t("End silence …"))
        self._end.clicked.connect(self._ended)
        self._why = Label(role="muted", wrap=True)
        space = context.theme.space(1)
        layout = column(spacing=space, margins=(0, space, 0, 0))
        layout.addWidget(self.table, 1)
        line = row(self._end, spacing=space)
        line.addWidget(self._why, 1)
        layout.addLayout(line)
        self.setLayout(layout)

    def show_state(self, state: State, now_s: float) -> None:
        """Show the silences of a state; without an Alertmanager there are those of this profile alone."""
        keys = [one.key for one in state.estate.alertmanagers] if state.estate is not None else []
        nothing = t("Nothing is muted.")
        self.table.say_when_empty(unread(data_state(state, keys, ("silences",), now_s), nothing) if keys else nothing)
        self.table.set_rows(silence_rows(state, now_s))
        self._offer(self.table.current_row())

    def _offer(self, found: SilenceRow | None) -> None:
        why = self._why_not(found)
        self._end.setEnabled(not why)
        self._end.setToolTip(tip(why))
        self._why.setText(why if found is not None else "")

    def _why_not(self, found: SilenceRow | None) -> str:
        if found is None:
            return t("Select a silence.")
        if found.operation is not None:
            return self._context.changes.why_not(found.operation.target.connection)
        return "" if found.is_local and found.place[0] == 0 else t("It is over.")

    def _ended(self) -> None:
        found = self.table.current_row()
        if found is not None and found.operation is not None:
            self._context.changes.start(found.operation)
        elif found is not None:
            self.end_asked.emit(found.key)
