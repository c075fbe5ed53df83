"""The big numbers: who is waited for, which time is over next, what fires, what was not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.domain.alert import AlertState
from console.domain.health import Health
from console.domain.incident.incident import IncidentState, alert_identity
from console.domain.notice.notice import NoticeState
from console.kernel.i18n import t
from console.presenters.alert_board import estate_alerts
from console.presenters.format import UNKNOWN
from console.presenters.incident_rows import is_urgent
from console.presenters.incident_text import incident_health, timer_text
from views.widgets.layout import row
from views.widgets.stat_tile import StatTile

if TYPE_CHECKING:
    from console.store.state import State
    from views.page import PageContext


class IncidentTiles(QWidget):
    """``opened`` carries the number of the tab that a tile stands for."""

    opened = Signal(int)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        theme = context.theme
        self._waiting, self._next = StatTile(theme, t("Nobody has begun")), StatTile(theme, t("Next to begin"))
        self._firing, self._told = StatTile(theme, t("Firing alerts")), StatTile(theme, t("Messages that failed"))
        for tile, tab in ((self._waiting, 0), (self._next, 0), (self._firing, 1), (self._told, 3)):
            tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # as high as the highest
            tile.opened.connect(lambda tab=tab: self.opened.emit(tab))
        self.setLayout(row(self._waiting, self._next, self._firing, self._told, spacing=theme.space(1)))

    def show_state(self, state: State, now_s: float, *, is_known: bool) -> None:
        """Show what there is; without ``is_known`` nobody can say that no alert fires."""
        waiting = [one for one in state.incidents.values() if one.state is IncidentState.OPEN]
        first = min(waiting, key=lambda one: one.begin_by_s or float("inf"), default=None)
        urgent = [one for one in waiting if is_urgent(one, now_s)]
        later = len(waiting) - len(urgent)
        note = t("{count} can wait for the next working day", count=later) if later else ""
        self._waiting.show_value(str(len(urgent)), _worst([incident_health(one, now_s) for one in urgent]), note)
        if first is None:
            self._next.show_value(UNKNOWN)
        else:
            health = incident_health(first, now_s)
            judged = None if health is Health.UNKNOWN else health  # for the next working day: nothing to judge
            self._next.show_value(timer_text(first, now_s) or UNKNOWN, health=judged)
        firing = _firing(state)
        self._firing.show_value(str(len(firing)) if is_known or firing else UNKNOWN)
        failed = [one for one in state.notices.values() if one.state in {NoticeState.FAILED, NoticeState.UNKNOWN}]
        self._told.show_value(str(len(failed)), health=Health.WARNING if failed else None)


def _firing(state: State) -> set[str]:
    """Return the alerts that fire, with those of open incidents that nobody has told to be over."""
    told = {alert_identity(one.labels) for one in estate_alerts(state) if one.state is AlertState.FIRING}
    return told | {one.identity for each in state.incidents.values() if not each.is_over for one in each.firing}


def _worst(found: list[Health]) -> Health | None:
    if Health.CRITICAL in found:
        return Health.CRITICAL
    return Health.WARNING if Health.WARNING in found else None
