"""Routers: the list, and the weights of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from console.presenters.routing.router_row import router_rows
from views.routing.router_table import RouterTable
from views.routing.weight_editor import WeightEditor
from views.widgets.split_panel import SplitPanel

if TYPE_CHECKING:
    from console.presenters.routing.router_row import RouterRow
    from console.store.state import State
    from views.page import PageContext


class RoutersTab(SplitPanel):
    """The worst router first; what is chosen can be adjusted."""

    def __init__(self, context: PageContext) -> None:
        self.table, self._editor = RouterTable(context), WeightEditor(context)
        area = QScrollArea()  # many targets in little room would be squeezed until no number can be read
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._editor.setProperty("role", "plain")
        area.setWidget(self._editor)
        super().__init__(context.memory, "routing", self.table, area, shares=(4, 7))
        self._state: State | None = None
        self._follows, self._filling = True, False
        self.table.current_changed.connect(self._moved)

    def show_state(self, state: State) -> tuple[RouterRow, ...]:
        """Show the routers of a state and return them; the cursor stays on the worst until somebody moves it."""
        self._state = state
        rows = router_rows(state)
        self._filling = True
        self.table.set_rows(rows)
        shown = self.table.shown_rows()
        if shown and (self.table.current_row() is None or (self._follows and not self._editor.is_touched)):
            self.table.select_key(shown[0].key)
        self._filling = False
        self._choose(self.table.current_row())
        return rows

    def reach(self, key: str) -> None:
        """Put the cursor on a router and leave it there."""
        self._follows = False
        self.table.select_key(key)

    def _moved(self, found: RouterRow | None) -> None:
        if not self._filling:
            self._follows = False
            self._choose(found)

    def _choose(self, found: RouterRow | None) -> None:
        if self._state is not None:
            self._editor.show_router(self._state, found)
