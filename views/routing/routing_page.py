"""Routing & quotas: where does traffic go that nobody agreed to, and which limit is met next?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget

from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState, data_state
from console.presenters.routing.limit_row import limit_rows
from console.presenters.routing.router_row import ROUTING_TOPICS
from views.page import Destination, Page, Shortcut
from views.routing.limits_tab import LimitsTab
from views.routing.protection_tab import ProtectionTab
from views.routing.routers_tab import RoutersTab
from views.routing.routing_tiles import RoutingTiles
from views.routing.span_choice import USUAL_S
from views.routing.switches_tab import SwitchesTab
from views.routing.traffic_feed import TrafficFeed
from views.widgets.label import Label
from views.widgets.later import Later
from views.widgets.layout import column
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext


class RoutingPage(Page):
    """Three big numbers above tabs of routers, limits, switches and the settings that protect services."""

    topics = ROUTING_TOPICS
    slices = ("estate", "connections", "objects", "readings", "unlocks", "changes")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._wanted = ""
        self._banner, self._trouble = StateBanner(context.theme), Label(role="muted", wrap=True)
        self._banner.asked.connect(self._ask)
        self._trouble.hide()
        self._feed = TrafficFeed(context, self)
        self._feed.failed.connect(self._tell)
        self._tiles, self._routers = RoutingTiles(context), RoutersTab(context)
        self._limits, self._switches = Later(lambda: LimitsTab(context)), Later(lambda: SwitchesTab(context))
        self._protections = Later(lambda: ProtectionTab(context))
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        for tab, title in (
            (self._routers, t("Routers")),
            (self._limits, t("Limits and quotas")),
            (self._switches, t("Switches and caches")),
            (self._protections, t("Protection of services")),
        ):
            self._tabs.addTab(tab, title)
        layout = column(self._banner, self._trouble, self._tiles, spacing=context.theme.space(1))
        layout.addWidget(self._tabs, 1)
        self.setLayout(layout)

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take the key of a ``router`` to put the cursor on."""
        self._wanted = arguments.get("router", "")

    def shown(self) -> None:
        """Ask for the recorded traffic."""
        self._feed.begin()

    def hidden(self) -> None:
        """Ask no more."""
        self._feed.end()

    def closing(self) -> None:
        """Drop questions that are still open."""
        self._feed.close_scope()

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        now_s = self.context.clock.now().timestamp()
        found = _data_state(state, now_s)
        self._banner.show_state(found)
        if summary is None or summary.touches("connections"):
            self._feed.ask()
        nothing = t("The estate names no routers.")
        self._routers.table.say_when_empty("" if found.kind is DataKind.LOADING else nothing)
        rows = self._routers.show_state(state)
        if self._wanted and rows:
            self._routers.reach(self._wanted)
            self._wanted = ""
        self._limits.tell("state", lambda tab: tab.show_state(state))
        self._switches.tell("state", lambda tab: tab.show_state(state, now_s))
        self._protections.tell("state", lambda tab: tab.show_state(state, now_s))
        limits = self._limits.made
        self._tiles.show_state(rows, limit_rows(state, limits.span_s if limits is not None else USUAL_S))

    def _tell(self, why: str) -> None:
        self._trouble.setText(t("The recorded traffic is the last known, because: {error}", error=why) if why else "")
        self._trouble.setVisible(bool(why))

    def _ask(self, connection: str) -> None:
        if connection:
            self.context.navigate(Destination("connections", connection=connection))
        else:
            self.context.session.reload()

    def filter_text(self, text: str) -> None:
        """Filter the routers."""
        self._routers.table.set_filter(text)
        self._limits.tell("filter", lambda tab: tab.table.set_filter(text))
        self._switches.tell("filter", lambda tab: tab.table.set_filter(text))
        self._protections.tell("filter", lambda tab: tab.table.set_filter(text))

    def lines_shown(self) -> int:
        """Return how many routers are shown."""
        return self._routers.table.shown_count

    def focus_main(self) -> None:
        """Put the focus on the routers."""
        self._routers.table.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        told = (
            (t("Show the routers"), "routing-routers"),
            (t("Show limits and quotas"), "routing-limits"),
            (t("Show switches and caches"), "routing-switches"),
            (t("Show what protects services"), "routing-protection"),
        )
        return tuple(
            Shortcut(str(place + 1), title, partial(self._tabs.setCurrentIndex, place), action)
            for place, (title, action) in enumerate(told)
        )


def _data_state(state: State, now_s: float) -> DataState:
    estate = state.estate
    if estate is None:
        return data_state(state, (), (), now_s)
    clusters = dict.fromkeys(cell.cluster for cell in estate.cells)
    found = [data_state(state, (one.key for one in estate.prometheus), ("signals",), now_s),
             data_state(state, clusters, ("routes", "settings"), now_s)]  # fmt: skip
    order = (DataKind.FAILED, DataKind.STALE, DataKind.LOADING, DataKind.EMPTY, DataKind.FRESH)
    named = [one for one in found if one.kind is not DataKind.EMPTY]  # without metrics there are weights and quotas
    return min(named or found, key=lambda one: order.index(one.kind))
