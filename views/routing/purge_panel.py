"""Cache purge in stages: Edge, Regional, Global, each verified before the next may start (L7.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFrame

from console.domain.purge_order import PurgeLevel
from console.kernel.i18n import t
from console.presenters.routing.purge_stage import purge_stages, zones_of
from views.routing.purge_line import PurgeLine
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from console.domain.edge.zone import Zone
    from console.domain.operation import Operation
    from console.store.state import State
    from views.page import PageContext


class PurgePanel(QFrame):
    """Follows the changes of the chosen zone; nothing here purges by itself."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._state: State | None = None
        self._zones: tuple[Zone, ...] = ()
        self._choice, self._refused = QComboBox(), Label(role="error", wrap=True)
        self._choice.setAccessibleName(t("Zone"))
        self._choice.currentIndexChanged.connect(lambda _place: self._fill())
        self._refused.hide()
        self._lines = tuple(PurgeLine(context.theme, level) for level in PurgeLevel)
        head = row(Label(t("Cache purge in stages"), "section"), None, self._choice, spacing=context.theme.space(1))
        layout = column(head, *self._lines, self._refused, spacing=context.theme.space(1), margins=(12, 8, 12, 8))
        self.setLayout(layout)
        for line in self._lines:
            line.asked.connect(self._start)
            line.refused.connect(self._tell)

    def show_state(self, state: State) -> None:
        """Show the stages; hidden where no edge account shows a zone."""
        self._state = state
        zones = zones_of(state)
        self.setVisible(bool(zones))
        before, self._zones = self._zones, zones
        if tuple(one.ref for one in zones) != tuple(one.ref for one in before):
            self._offer(before)
        self._fill()

    def _offer(self, before: tuple[Zone, ...]) -> None:
        """Offer the zones; the chosen one stays, and with one that has gone goes what was typed for it."""
        place = self._choice.currentIndex()
        kept = before[place].ref if 0 <= place < len(before) else None
        found = next((place for place, one in enumerate(self._zones) if one.ref == kept), None)
        self._choice.blockSignals(True)
        self._choice.clear()
        self._choice.addItems([one.ref.name for one in self._zones])
        self._choice.setCurrentIndex(found or 0)
        self._choice.blockSignals(False)
        if found is None:
            for line in self._lines:
                line.forget()

    def _fill(self) -> None:
        place = self._choice.currentIndex()
        if self._state is None or not 0 <= place < len(self._zones):
            return
        zone = self._zones[place]
        locked = self._context.changes.why_not(zone.ref.connection)
        now_s = self._context.clock.now().timestamp()
        for line, stage in zip(self._lines, purge_stages(self._state, zone, now_s), strict=True):
            line.show_stage(zone, stage, locked)

    def _start(self, operation: Operation) -> None:
        self._context.changes.start(operation)

    def _tell(self, why: str) -> None:
        self._refused.setText(why)
        self._refused.setVisible(bool(why))
