"""Degradation switches and times to live: each is changed as a Change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.data_state import data_state, unread
from console.presenters.format import local_time
from console.presenters.routing.switch_row import SwitchRow, key_lifetimes, switch_rows
from views.routing.purge_panel import PurgePanel
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.domain.operation import Operation
    from console.store.state import State
    from views.page import PageContext


class SwitchesTab(QWidget):
    """The list, and below it another value for the chosen one; a switch is offered its other position."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._operation: Operation | None = None
        self._chosen: object = ()
        self.table: DataTable[SwitchRow] = DataTable(
            context.theme, _columns(), lambda one: one[:4], name="switches", memory=context.memory
        )
        self.table.setAccessibleName(t("Switches and caches"))
        self.table.current_changed.connect(self._choose)
        self._title, self._refused = Label(role="strong"), Label(role="error", wrap=True)
        self._field, self._review = QLineEdit(), QPushButton(t("Review change"))
        self._field.setAccessibleName(t("New value"))
        self._field.setMaxLength(200)
        self._field.textChanged.connect(lambda _text: self._weigh())
        self._review.setProperty("role", "primary")
        self._purge, self._lifetimes = PurgePanel(context), Label(role="muted", wrap=True, selectable=True)
        self._review.clicked.connect(self._start)
        layout = column(spacing=context.theme.space(1))
        layout.addWidget(self.table, 1)
        layout.addLayout(row(self._title, self._field, self._review, None, spacing=context.theme.space(1)))
        layout.addWidget(self._refused)
        layout.addWidget(self._lifetimes)
        layout.addWidget(self._purge)
        self.setLayout(layout)
        self._choose(None)

    def show_state(self, state: State, now_s: float) -> None:
        """Show the switches of a state."""
        clusters = state.estate.clusters if state.estate is not None else ()
        known = data_state(state, (one.key for one in clusters), ("settings",), now_s)
        nothing = t("No ConfigMap that the estate refers to holds a switch or a time to live.")
        self.table.say_when_empty(unread(known, nothing))
        self._purge.show_state(state)
        self.table.set_rows(switch_rows(state))
        lifetimes = "\n".join(key_lifetimes(state))
        self._lifetimes.setText(lifetimes)
        self._lifetimes.setVisible(bool(lifetimes))
        if self.table.current_row() is None and (shown := self.table.shown_rows()):
            self.table.select_key(shown[0][:4])
        self._weigh()

    def _choose(self, found: SwitchRow | None) -> None:
        chosen = None if found is None else found[:4]
        if chosen == self._chosen:  # the rows were only put in order anew: what is typed stays
            self._weigh()
            return
        self._chosen = chosen
        self._title.setText("" if found is None else f"{found.namespace}/{found.name} {found.entry}")
        self._field.setText("" if found is None else found.other or found.value)
        self._field.setEnabled(found is not None)
        self._weigh()

    def _weigh(self) -> None:
        found, value = self.table.current_row(), self._field.text().strip()
        why, self._operation = "", None
        if found is not None and value and value != found.value:
            try:
                self._operation = found.change(value)
            except UserError as error:
                why = str(error)
        locked = self._context.changes.why_not(found.connection) if found is not None else ""
        self._refused.setText(why)
        self._refused.setVisible(bool(why))
        self._review.setEnabled(self._operation is not None and not locked)
        self._review.setToolTip(tip(why or locked))
        self._review.setAccessibleDescription(why or locked)

    def _start(self) -> None:
        if self._operation is not None:
            self._context.changes.start(self._operation)


def _columns() -> tuple[Column[SwitchRow], ...]:
    return (
        Column("entry", t("Setting"), lambda one: one.entry, width=180),
        Column("kind", t("Kind"), lambda one: one.kind, width=150),
        Column("value", t("Value"), lambda one: one.value, width=120, tooltip=lambda one: local_time(one.read_at_s)),
        Column("place", t("Object"), lambda one: f"{one.namespace}/{one.name}", width=220, stretch=True),
    )
