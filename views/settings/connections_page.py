"""The page on connections and settings: what the console is connected to, and how it behaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget

from console.kernel.i18n import t
from views.page import Page, Shortcut
from views.settings.connection_list import ConnectionList
from views.settings.frame_view import FrameView
from views.settings.settings_form import SettingsForm
from views.settings.storage_view import StorageView
from views.widgets.later import Later
from views.widgets.layout import column

if TYPE_CHECKING:
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext


class ConnectionsPage(Page):
    """Four tabs: connections, settings, where data is kept, frame times."""

    slices = ("connections", "objects")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._list = ConnectionList(context)
        self._storage = Later(lambda: StorageView(context))
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._list, t("Connections"))
        self._tabs.addTab(Later(lambda: SettingsForm(context)), t("Settings"))
        self._tabs.addTab(self._storage, t("Where data is kept"))
        self._tabs.addTab(Later(lambda: FrameView(context)), t("Frame times"))
        self._tabs.currentChanged.connect(self._turned)
        self.setLayout(column(self._tabs))

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the connections and what the chosen one sees; the other tabs change by themselves."""
        if summary is None or summary.touches("connections"):
            self._list.show_state(state)
        self._list.show_inventory(state)

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take ``tab`` (connections, inventory, settings, storage, frames) and ``connection``."""
        tabs = {"connections": 0, "inventory": 0, "settings": 1, "storage": 2, "frames": 3}
        self._tabs.setCurrentIndex(tabs.get(arguments.get("tab", ""), self._tabs.currentIndex()))
        if "connection" in arguments:
            self._tabs.setCurrentIndex(0)
            self._list.choose(arguments["connection"], inventory=arguments.get("tab") == "inventory")

    def shown(self) -> None:
        """Measure the files anew."""
        self._measure()

    def _turned(self, place: int) -> None:
        if place == 2:
            self._measure()

    def _measure(self) -> None:
        if self._tabs.currentWidget() is self._storage:
            self._storage.part.measure()

    def filter_text(self, text: str) -> None:
        """Filter the connections."""
        self._list.filter_text(text)

    def focus_main(self) -> None:
        """Put the focus on the list."""
        self._list.focus_table()

    def closing(self) -> None:
        """Drop checks that still run."""
        self._list.close_scope()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("C", t("Check the connection now"), self._list.check_current, "connections-check"),
            Shortcut("Shift+C", t("Check all connections now"), self._list.check_all, "connections-check-all"),
        )
