"""Limits and quotas: the list, and what another value of the chosen one would have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.presenters.routing.limit_row import limit_rows
from views.routing.limit_editor import LimitEditor
from views.routing.limit_table import LimitTable
from views.routing.span_choice import SpanChoice
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel

if TYPE_CHECKING:
    from console.presenters.routing.limit_row import LimitRow
    from console.store.state import State
    from views.page import PageContext


class LimitsTab(QWidget):
    """The fullest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.table, self._editor, self._span = LimitTable(context), LimitEditor(context), SpanChoice()
        self._state: State | None = None
        self._span.chosen.connect(self._refill)
        self.table.current_changed.connect(self._choose)
        split = SplitPanel(context.memory, "limits", self.table, self._editor, shares=(5, 6))
        layout = column(row(None, self._span), spacing=context.theme.space(1))
        layout.addWidget(split, 1)
        self.setLayout(layout)

    @property
    def span_s(self) -> int:
        """Return the recorded time that is replayed, in seconds."""
        return self._span.span_s

    def show_state(self, state: State) -> None:
        """Show the limits of a state."""
        self._state = state
        rows = limit_rows(state, self._span.span_s)
        self.table.set_rows(rows)
        if self.table.current_row() is None and (shown := self.table.shown_rows()):
            self.table.select_key(shown[0].key)
        self._choose(self.table.current_row())

    def _refill(self) -> None:
        if self._state is not None:
            self.show_state(self._state)

    def _choose(self, found: LimitRow | None) -> None:
        if self._state is not None:
            self._editor.show_limit(self._state, found)
