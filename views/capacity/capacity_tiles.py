"""The big numbers of the capacity review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, number
from views.widgets.layout import row
from views.widgets.stat_tile import Evidence, StatTile

if TYPE_CHECKING:
    from console.presenters.capacity.capacity_row import CapacityRow
    from console.presenters.capacity.capacity_view import CapacityView
    from views.page import PageContext

_NOTED = frozenset({Health.WARNING, Health.CRITICAL})


class CapacityTiles(QWidget):
    """The first to run out, the least headroom, the greatest need, what is recommended; ``opened`` carries a tab."""

    opened = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        theme = context.theme
        self._first, self._room = StatTile(theme, t("Runs out first")), StatTile(theme, t("Least headroom"))
        self._peak, self._advice = StatTile(theme, t("Forecast peak of all")), StatTile(theme, t("To propose"))
        asked = (
            (self._first, "services"),
            (self._room, "services"),
            (self._peak, "forecast"),
            (self._advice, "advice"),
        )
        for tile, what in asked:
            tile.opened.connect(lambda what=what: self.opened.emit(what))
        self.setLayout(row(self._first, self._room, self._peak, self._advice, spacing=theme.space(1)))

    def show_view(self, view: CapacityView) -> None:
        """Show what is known."""
        known = [one for one in view.rows if one.outlook.headroom is not None]
        if not known:
            for tile in (self._first, self._room, self._peak, self._advice):
                tile.show_value(UNKNOWN)
            return
        self._show_cells(known)
        peaks = [one.outlook.peak for one in known if one.outlook.peak is not None]
        series = view.series(known[0].cell)
        self._peak.show_value(
            f"{number(sum(peaks))}/s", None, t("{count} cells, each at its own peak", count=len(peaks)),
            Evidence(series.source if series is not None else ""),
        )  # fmt: skip
        needed = [(one, advice) for one in known for advice in view.advice(one.cell) if advice.is_needed]
        first = (
            f"{needed[0][0].title}: {needed[0][1].title}" if needed else t("Bounds and quotas are as they should be.")
        )
        self._advice.show_value(str(len(needed)), Health.WARNING if needed else None, first)

    def _show_cells(self, known: list[CapacityRow]) -> None:
        first = known[0]
        noted = first.health if first.health in _NOTED else None
        note = f"{first.title} · {first.interval}"
        self._first.show_value(first.run_out, noted, note, Evidence(source=first.ground))
        least = min(known, key=lambda one: one.outlook.headroom or 0.0)
        room = least.outlook.headroom
        noted = Health.CRITICAL if room is not None and room < 0 else None
        note = t("{cell}: needs {need} of {capacity}", cell=least.title, need=least.need, capacity=least.capacity)
        self._room.show_value(least.headroom, noted, note, Evidence(source=least.ground))
