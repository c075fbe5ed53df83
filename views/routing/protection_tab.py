"""Settings that protect services (L5.4): retries, time limits, bulkheads, outlier detection, adaptive concurrency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.routing.protection_table import ProtectionTable, SettingTable
from views.widgets.split_panel import SplitPanel

if TYPE_CHECKING:
    from console.store.state import State
    from views.page import PageContext


class ProtectionTab(SplitPanel):
    """The objects above, all that the chosen one sets below."""

    def __init__(self, context: PageContext) -> None:
        self.table, self._settings = ProtectionTable(context), SettingTable(context)
        super().__init__(context.memory, "protections", self.table, self._settings, shares=(5, 3), vertical=True)
        self.table.current_changed.connect(self._settings.show_policy)

    def show_state(self, state: State, now_s: float) -> None:
        """Show the objects of all clusters, the first of them chosen until somebody chooses."""
        self.table.show_state(state, now_s)
        if self.table.current_row() is None and (shown := self.table.shown_rows()):
            self.table.select_key(shown[0].ref)
        self._settings.show_policy(self.table.current_row())
