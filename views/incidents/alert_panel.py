"""The alerts of the estate with the evidence of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.alert_rows import alert_rows
from console.presenters.data_state import unread
from console.presenters.incident_place import cell_of
from views.incidents.alert_table import AlertTable
from views.page import Destination
from views.widgets.code_view import CodeView
from views.widgets.key_value import KeyValue
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.presenters.alert_rows import AlertRow
    from console.presenters.data_state import DataState
    from console.store.state import State
    from views.page import PageContext


class AlertPanel(QWidget):
    """``silence_asked`` carries the row that is to be muted, ``incident_asked`` the id of an incident."""

    silence_asked = Signal(object)
    incident_asked = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.table = AlertTable(context)
        self.table.current_changed.connect(self._show)
        self.table.arranged.connect(self._stand)
        self._facts = KeyValue()
        self._query = CodeView(context.theme, t("Query of the alert"), yaml=False)
        self._silence = self._button(t("Silence …"), self.silence_asked.emit)
        self._incident = self._button(t("Show incident"), lambda row: self.incident_asked.emit(row.incident))
        self._cell = self._button(t("Open cell"), self._open_cell)
        self._slo = self._button(t("Open objective"), self._open_slo)
        space = context.theme.space(1)
        self._detail = QWidget()
        lines = column(self._facts, spacing=space, margins=(0, space, 0, 0))
        lines.addWidget(self._query, 1)
        lines.addStretch(0)  # takes the room of a query that is not there
        lines.addLayout(row(self._silence, self._incident, self._cell, self._slo, None, spacing=space))
        self._detail.setLayout(lines)
        split = SplitPanel(context.memory, "alerts", self.table, self._detail, shares=(3, 2), vertical=True)
        layout = column(spacing=0, margins=(0, space, 0, 0))
        layout.addWidget(split)
        self.setLayout(layout)

    def _button(self, title: str, run: Callable[[AlertRow], object]) -> QPushButton:
        button = QPushButton(title)
        button.clicked.connect(lambda: self._do(run))
        return button

    def _do(self, run: Callable[[AlertRow], object]) -> None:
        found = self.table.current_row()
        if found is not None:
            run(found)

    def show_state(self, state: State, now_s: float, known: DataState) -> None:
        """Show the alerts of a state; ``known`` is what may be said of all of them."""
        self.table.say_when_empty(unread(known, t("No alert fires, and none is pending.")))
        self.table.set_rows(alert_rows(state, now_s))
        self._show(self.table.current_row())

    def _stand(self) -> None:
        """Put the cursor on the first alert when it is on none: what the detail shows is what its buttons act on."""
        if self.table.current_row() is None and (shown := self.table.shown_rows()):
            self.table.select_key(shown[0].key)

    def _show(self, found: AlertRow | None) -> None:
        self._detail.setVisible(found is not None)
        if found is None:
            return
        self._facts.show_pairs(found.facts)
        self._query.setVisible(bool(found.query))
        if found.query != self._query.text():
            self._query.show_text(found.query)
        labels, state = dict(found.labels), self._context.session.store.state
        has_cell = state.estate is not None and cell_of(state.estate, labels) is not None
        for button, is_there, why in (
            (self._silence, not found.silences, t("It is muted already.")),
            (self._incident, bool(found.incident), t("It is part of no open incident.")),
            (self._cell, has_cell, t("It names no cell of the estate.")),
            (self._slo, bool(labels.get("slo") or labels.get("sloth_slo")), t("It names no objective.")),
        ):
            button.setEnabled(is_there)
            button.setToolTip(tip("" if is_there else why))

    def _open_cell(self, found: AlertRow) -> None:
        estate = self._context.session.store.state.estate
        cell = cell_of(estate, dict(found.labels)) if estate is not None else None
        if cell is not None:
            self._context.navigate(Destination("cell", cell=cell.key))

    def _open_slo(self, found: AlertRow) -> None:
        labels = dict(found.labels)
        service = labels.get("sloth_service") or labels.get("service", "")
        name = labels.get("sloth_slo") or labels.get("slo", "")
        self._context.navigate(Destination("slos", service=service, name=name))
