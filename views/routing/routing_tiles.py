"""The three big numbers: the largest drift, the fullest quota, the tightest rate limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, local_time, percent
from console.presenters.points_text import points
from console.presenters.routing.limit_row import LimitKind
from views.widgets.layout import row
from views.widgets.stat_tile import Evidence, StatTile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.routing.limit_row import LimitRow
    from console.presenters.routing.router_row import RouterRow
    from views.page import PageContext

_NOTED = frozenset({Health.WARNING, Health.CRITICAL})


class RoutingTiles(QWidget):
    """Each with its evidence."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        theme = context.theme
        self._drift = StatTile(theme, t("Largest drift of weights"))
        self._edge, self._quota = (
            StatTile(theme, t("Fullest rate limit at the edge")),
            StatTile(theme, t("Fullest quota")),
        )
        for tile in (self._drift, self._edge, self._quota):
            tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # as high as the highest
        self.setLayout(row(self._drift, self._edge, self._quota, spacing=theme.space(1)))

    def show_state(self, routers: Sequence[RouterRow], limits: Sequence[LimitRow]) -> None:
        """Show what is worst of each."""
        self._show_drift(next(iter(routers), None))
        _show_limit(self._edge, next((one for one in limits if one.kind is LimitKind.EDGE), None))
        _show_limit(self._quota, next((one for one in limits if one.kind is not LimitKind.EDGE), None))

    def _show_drift(self, worst: RouterRow | None) -> None:
        if worst is None or worst.drift is None:
            self._drift.show_value(UNKNOWN)
            return
        proof = Evidence(worst.query, worst.source, local_time(worst.read_at_s))
        health = worst.health if worst.health in _NOTED else None
        self._drift.show_value(points(worst.drift), health, f"{worst.title} · {worst.sentence}", proof)


def _show_limit(tile: StatTile, found: LimitRow | None) -> None:
    if found is None:
        tile.show_value(UNKNOWN)
        return
    course = found.course
    proof = Evidence(course.query, course.ref.connection, local_time(course.at_s)) if course is not None else None
    health = found.health if found.health in _NOTED else None
    tile.show_value(percent(found.share), health, f"{found.title} · {found.amount(found.limit)}", proof)
