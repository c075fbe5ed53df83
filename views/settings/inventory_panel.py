"""What a connection sees: one tab per kind of row, read while it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from console.kernel.i18n import t
from console.presenters.data_state import data_state
from console.presenters.inventory_table import inventory_kinds, inventory_rows
from console.services.look import Look
from views.widgets.empty_state import EmptyState
from views.widgets.layout import column
from views.widgets.state_banner import StateBanner
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from console.presenters.inventory_kind import InventoryColumn, InventoryKind
    from console.store.state import State
    from views.page import PageContext


class InventoryPanel(QWidget):
    """Looks at the topic of the current tab of one connection for as long as it can be seen."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._connection = ""
        self._kinds: tuple[InventoryKind, ...] = ()
        self._tables: dict[str, DataTable[Any]] = {}
        self._look = Look(lambda: None)
        self._looked = ("", "")
        self._tabs = QTabBar()
        self._tabs.setDocumentMode(True)
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(t("What it sees"))
        self._tabs.currentChanged.connect(lambda _place: self._turned())
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(lambda _connection: context.session.reload())
        self._nothing = EmptyState(context.theme, "empty", t("This connection has no lists to show here."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        layout = column(self._tabs, self._banner, spacing=context.theme.space(1))
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)

    def show_connection(self, key: str) -> None:
        """Show what a connection sees from now on."""
        connector = self._context.session.connectors.get(key)
        topics = tuple(source.topic for source in connector.sources()) if connector is not None else ()
        kinds = inventory_kinds(topics)
        if (key, kinds) == (self._connection, self._kinds):
            return
        self._connection, self._kinds = key, kinds
        self._tabs.blockSignals(True)
        while self._tabs.count():
            self._tabs.removeTab(0)
        for kind in kinds:
            self._tabs.addTab(kind.title())
        self._tabs.blockSignals(False)
        self._turned()

    def show_state(self, state: State) -> None:
        """Show the rows that are known of the current tab, and how many each tab has."""
        kind = self._current()
        for place, one in enumerate(self._kinds):
            known = state.table(self._connection, one.topic)
            count = len(state.rows(self._connection, one.topic, one.row)) if known is not None else None
            self._tabs.setTabText(place, one.title() if count is None else f"{one.title()}  {count}")
        if kind is None:
            self._banner.hide()
            return
        now_s = self._context.clock.now().timestamp()
        self._banner.show_state(data_state(state, (self._connection,), (kind.topic,), now_s))
        self._table(kind).set_rows(inventory_rows(state, self._connection, kind))

    def filter_text(self, text: str) -> None:
        """Show only rows in whose texts the words occur."""
        for table in self._tables.values():
            table.set_filter(text)

    def _current(self) -> InventoryKind | None:
        place = self._tabs.currentIndex()
        return self._kinds[place] if 0 <= place < len(self._kinds) else None

    def _turned(self) -> None:
        kind = self._current()
        self._stack.setCurrentWidget(self._nothing if kind is None else self._table(kind))
        self._tabs.setVisible(kind is not None)
        self._watch()
        self.show_state(self._context.session.store.state)

    def _table(self, kind: InventoryKind) -> DataTable[Any]:
        if kind.key not in self._tables:
            columns = [self._column(one) for one in kind.columns()]
            columns[-1] = columns[-1]._replace(stretch=True)
            table: DataTable[Any] = DataTable(
                self._context.theme,
                columns,
                lambda row: row.ref,
                name=f"inventory-{kind.key}",
                memory=self._context.memory,
            )
            table.setAccessibleName(kind.title())
            table.say_when_empty(t("There are none."))
            self._tables[kind.key] = table
            self._stack.addWidget(table)
        return self._tables[kind.key]

    def _column(self, one: InventoryColumn) -> Column[Any]:
        clock = self._context.clock

        def text(row: Any) -> str:
            return one.text(row, clock.now().timestamp())

        return Column(one.key, one.title, text, sort=one.value, tooltip=text, numeric=one.numeric, width=one.width)

    # --- looking --------------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        """Look at the topic that is shown, and no longer at the one before."""
        kind = self._current()
        wanted = (self._connection, kind.topic) if kind is not None and self.isVisible() else ("", "")
        if wanted == self._looked:
            return
        before, self._looked = self._look, wanted
        connection, topic = wanted
        self._look = self._context.session.look(topic, connection=connection) if topic else Look(lambda: None)
        before.close()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin to look."""
        super().showEvent(event)
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Look no more."""
        super().hideEvent(event)
        self._watch()
