"""A row of tiles: the business indicators above the fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from views.cells.figure_column import evidence_of
from views.widgets.stat_tile import StatTile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.figure import Figure
    from views.page import PageContext


class TileRow(QWidget):
    """One tile per figure; tiles are made once and then only told new values. ``opened`` carries a figure's key."""

    opened = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._tiles: dict[str, StatTile] = {}
        self._last: QWidget = self
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(context.theme.space(1))

    def _notes(self) -> dict[str, str]:
        """Return what a number refers to, short enough to be read at a glance."""
        return {
            "delivery_success": t("objective 99.9 %, last hour"),
            "cta_click_rate": t("of opened newsletters"),
            "cost_per_user": t("per day, at the present rate"),
            "kwh_per_user": t("per day, at the present rate"),
            "active_users": t("last 24 h"),
        }

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show figures in their order."""
        for figure in figures:
            tile = self._tiles.get(figure.key)
            if tile is None:
                tile = self._tiles[figure.key] = StatTile(self._context.theme, figure.label)
                tile.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)  # all of one height
                tile.opened.connect(lambda key=figure.key: self.opened.emit(key))
                self._box.addWidget(tile, 1)
                tile.follow(self._last)
                self._last = tile
            severity = figure.severity if figure.severity in {Health.WARNING, Health.CRITICAL} else None
            tile.show_value(figure.text, severity, self._notes().get(figure.key, ""), evidence_of(figure))
            course = self._context.session.store.series.read(figure.series) if figure.series is not None else ((), ())
            tile.show_course(*course)
