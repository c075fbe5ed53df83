"""The big numbers of the audits: how many are in trouble, the mean and the lowest health, what runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, coarse, number
from views.widgets.layout import row
from views.widgets.stat_tile import StatTile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.audit.live_audit import LiveAudit
    from console.presenters.audits.grid_row import GridRow
    from views.page import PageContext


class AuditTiles(QWidget):
    """``opened`` carries the key of a tab."""

    opened = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        theme = context.theme
        self._bad, self._mean = StatTile(theme, t("In trouble")), StatTile(theme, t("Mean health"))
        self._low, self._live = StatTile(theme, t("Lowest health")), StatTile(theme, t("Running"))
        asked = ((self._bad, "projects"), (self._mean, "projects"), (self._low, "findings"), (self._live, "running"))
        for tile, what in asked:
            tile.opened.connect(lambda what=what: self.opened.emit(what))
            tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # as high as the others
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setLayout(row(self._bad, self._mean, self._low, self._live, spacing=theme.space(1)))

    def show_rows(self, rows: Sequence[GridRow], live: Sequence[LiveAudit]) -> None:
        """Show what is known."""
        known = [one for one in rows if one.health is not None]
        bad = [one for one in rows if one.state is Health.CRITICAL]
        self._bad.show_value(
            number(len(bad)) if known or bad else UNKNOWN,
            Health.CRITICAL if bad else (Health.OK if known else None),
            t("of {count} projects; {unknown} never audited", count=len(rows), unknown=len(rows) - len(known)),
        )
        healths = [one.health or 0.0 for one in known]
        mean = sum(healths) / len(healths) if healths else None
        self._mean.show_value(number(mean), None, t("of 100, over {count} projects", count=len(known)))
        least = min(known, key=lambda one: one.health or 0.0, default=None)
        self._low.show_value(
            least.health_text if least is not None else UNKNOWN,
            least.state if least is not None and least.state is not Health.OK else None,
            least.key if least is not None else t("none yet"),
        )
        going = [one for one in live if not one.is_over]
        left = max((one.left_s for one in going), default=0.0)
        note = t("about {left} left", left=coarse(max(1.0, left))) if going else t("Press A to audit a project.")
        self._live.show_value(number(len(going)), None, note)
