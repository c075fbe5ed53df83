"""The three big numbers of one objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, local_time
from console.presenters.slo_rows import known_text
from views.widgets.layout import row
from views.widgets.stat_tile import Evidence, StatTile

if TYPE_CHECKING:
    from console.presenters.slo_rows import SloRow
    from views.page import PageContext

_NOTED = frozenset({Health.WARNING, Health.CRITICAL})


class SloTiles(QWidget):
    """What is promised, what was attained, what is left; ``opened`` asks for the query behind them."""

    opened = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        theme = context.theme
        self._objective = StatTile(theme, t("Objective"))
        self._attained, self._left = StatTile(theme, t("Attained")), StatTile(theme, t("Budget left"))
        tiles = (self._objective, self._attained, self._left)
        for tile in tiles:
            tile.opened.connect(self.opened)
        self.setLayout(row(*tiles, spacing=theme.space(1)))

    def show_objective(self, found: SloRow | None, read_at_s: float | None) -> None:
        """Show one objective; ``None``: there is none."""
        if found is None:
            for tile in (self._objective, self._attained, self._left):
                tile.show_value(UNKNOWN)
            return
        status = found.status
        proof = Evidence(found.query, status.ref.connection, local_time(read_at_s))
        noted = found.health if found.health in _NOTED else None
        known = known_text(status.known_s, status.counted_s) if status.known_s is not None else ""
        self._objective.show_value(found.objective, None, f"{found.service} · {found.name}", proof)
        self._attained.show_value(found.attained, None, known or found.title, proof)
        self._left.show_value(found.budget_left, noted, _speed(found), proof)


def _speed(found: SloRow) -> str:
    return t("burn rate {rate} · used up: {when}", rate=found.burn, when=found.exhausted)
