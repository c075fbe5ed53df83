"""The list of connections: state, age, what is wrong, what helps, and a check on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.kernel.i18n import t
from console.ports.notifier import Notifier
from console.presenters.connections import connection_rows
from console.presenters.format import duration
from console.services.finding import Verdict, check_connections
from console.services.notices import trial_message
from views.settings.connection_detail import ConnectionDetail
from views.settings.inventory_panel import InventoryPanel
from views.widgets.later import Later
from views.widgets.layout import column
from views.widgets.mark import connection_word
from views.widgets.section_header import SectionHeader
from views.widgets.split_panel import SplitPanel
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.domain.notification import Receipt
    from console.estate.schema.estate import Estate
    from console.kernel.errors import ConsoleError
    from console.presenters.connections import ConnectionRow
    from console.services.finding import Finding
    from console.store.state import State
    from views.page import PageContext

_HEALTH = {
    ConnectionState.LIVE: Health.OK,
    ConnectionState.FAILED: Health.CRITICAL,
    ConnectionState.CONNECTING: Health.UNKNOWN,
    ConnectionState.IDLE: Health.UNKNOWN,
}


class ConnectionList(QWidget):
    """A table with a detail panel; checks run in a scope of this page."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._scope = context.session.runtime.scope("connection checks")
        self._rows: tuple[ConnectionRow, ...] = ()
        self._latency: dict[str, float] = {}
        self._trying: set[str] = set()
        self._estate: object = None
        self._wanted = ""
        self._table: DataTable[ConnectionRow] = DataTable(
            context.theme, self._columns(), lambda one: one.key, name="connections", memory=context.memory
        )
        self._table.setAccessibleName(t("Connections"))
        self._check, self._all = QPushButton(t("Check now")), QPushButton(t("Check all"))
        self._try = QPushButton(t("Send a test message"))
        self._try.clicked.connect(self._send_test)
        self._detail = ConnectionDetail(context.theme, self._try, self._check)
        self._check.setProperty("role", "primary")
        self._check.clicked.connect(self.check_current)
        self._all.clicked.connect(self.check_all)
        self._head = SectionHeader(t("Connections"), self._all)
        self._table.current_changed.connect(self._show_detail)
        self._table.opened.connect(lambda _row: self.check_current())
        self._inventory = Later(lambda: InventoryPanel(context))
        self._below = QTabWidget()
        self._below.setDocumentMode(True)
        self._below.addTab(self._detail, t("Details"))
        self._below.addTab(self._inventory, t("What it sees"))
        splitter = SplitPanel(context.memory, "connections", self._table, self._below, shares=(1, 1), vertical=True)
        layout = column(self._head, spacing=context.theme.space(1), margins=(0, context.theme.space(1.5), 0, 0))
        layout.addWidget(splitter, 1)
        self.setLayout(layout)

    def _columns(self) -> tuple[Column[ConnectionRow], ...]:
        return (
            Column("title", t("Connection"), lambda one: one.title, width=180),
            Column("kind", t("Kind"), lambda one: one.kind, width=176),
            Column(
                "state",
                t("State"),
                lambda one: connection_word(one.state),
                sort=lambda one: -_HEALTH[one.state],
                health=lambda one: _HEALTH[one.state],
                width=120,
            ),
            Column("since", t("Since"), lambda one: one.since, sort=lambda one: one.since_s, width=100),
            Column(
                "data",
                t("Last data"),
                lambda one: one.last_data,
                sort=lambda one: one.last_data_s,
                tooltip=lambda one: one.last_data_at,
                width=110,
            ),
            Column("latency", t("Answer time"), self._answer_time, sort=self._answer_s, numeric=True, width=110),
            Column(
                "what", t("Version, or what is wrong"), lambda one: one.error or one.detail, width=400, stretch=True
            ),
        )

    def _answer_s(self, one: ConnectionRow) -> float | None:
        return self._latency.get(one.key)

    def _answer_time(self, one: ConnectionRow) -> str:
        return duration(self._latency.get(one.key))

    def show_state(self, state: State) -> None:
        """Show all connections; the cursor stays where it is."""
        if state.estate is not self._estate:  # the same key may be another server there
            self._estate = state.estate
            self._latency.clear()
            self._trying.clear()
            self._detail.forget()
        self._rows = connection_rows(state, self._context.clock.now().timestamp())
        self._table.say_when_empty(_why_empty(state.estate))
        self._table.set_rows(self._rows)
        self._head.set_note(t("{count} in this estate", count=len(self._rows)))
        if self._wanted and self._table.select_key(self._wanted):
            self._wanted = ""
        if self._rows and self._table.current_row() is None:
            self._table.select_key(self._rows[0].key)
        self._show_detail(self._table.current_row())
        for button in (self._check, self._all):
            button.setEnabled(bool(self._rows))

    def show_inventory(self, state: State) -> None:
        """Show what the connection of the cursor sees."""
        self._inventory.tell("state", lambda panel: panel.show_state(state))

    def choose(self, key: str, *, inventory: bool = False) -> None:
        """Put the cursor on a connection, as soon as it is known, and perhaps show what it sees."""
        self._wanted = "" if self._table.select_key(key) else key
        self._below.setCurrentWidget(self._inventory if inventory else self._detail)

    def filter_text(self, text: str) -> None:
        """Show only connections in whose texts the words occur."""
        self._table.set_filter(text)

    def focus_table(self) -> None:
        """Put the focus on the table."""
        self._table.setFocus()

    def close_scope(self) -> None:
        """Drop checks that still run."""
        self._scope.cancel()

    def _show_detail(self, one: ConnectionRow | None) -> None:
        self._detail.show_row(one, self._answer_time(one) if one is not None else "")
        key = one.key if one is not None else ""
        self._inventory.tell("connection", lambda panel: panel.show_connection(key))
        self._below.setTabText(1, t("What {name} sees", name=one.title) if one is not None else t("What it sees"))
        self._try.setVisible(one is not None and self._context.session.offered(one.key, Notifier) is not None)
        self._try.setEnabled(key not in self._trying)

    # --- checks ---------------------------------------------------------------------------------------------------

    def check_current(self) -> None:
        """Reach the connection of the cursor once."""
        one = self._table.current_row()
        if one is not None:
            self._reach(one)

    def check_all(self) -> None:
        """Reach every connection once."""
        for one in self._rows:
            self._reach(one)

    def _reach(self, one: ConnectionRow) -> None:
        session, started_s, estate = self._context.session, self._context.clock.monotonic(), self._estate
        connector = session.connectors.get(one.key)
        if connector is None:
            return
        future = self._scope.start(session.check(one.key))
        self._context.work.track(t("Checking {name}", name=one.title), future)

        def answered(_detail: str) -> None:
            if self._estate is not estate:
                return
            self._latency[one.key] = self._context.clock.monotonic() - started_s
            self.show_state(session.store.state)
            rights = self._scope.start(check_connections({one.key: one.kind}, {one.key: connector}))
            self._context.bridge.when_done(
                rights, lambda found: self._rights(one.key, found, estate), _ignored, owner=self
            )

        def failed(_error: ConsoleError) -> None:
            if self._estate is estate:
                self._latency.pop(one.key, None)
            self.show_state(session.store.state)

        self._context.bridge.when_done(future, answered, failed, owner=self)

    def _send_test(self) -> None:
        """Tell the channel of the cursor a message that asks for nothing."""
        one, session = self._table.current_row(), self._context.session
        channel = session.offered(one.key, Notifier) if one is not None else None
        if one is None or channel is None or session.open is None or one.key in self._trying:
            return
        source = f"cell-console/{session.open.estate.name}"
        message = trial_message(source, self._context.clock.now().timestamp())
        future = self._scope.start(channel.send(message))
        self._context.work.track(t("Test message to {name}", name=one.title), future)
        self._trying.add(one.key)
        self._detail.say(one.key, "")
        self._show_detail(one)
        key, estate = one.key, self._estate

        def ended(sentence: str) -> None:
            if self._estate is estate:
                self._trying.discard(key)
                self._detail.say(key, sentence)
                self._show_detail(self._table.current_row())

        def sent(receipt: Receipt) -> None:
            ended(t("Sent: {detail}.", detail=receipt.detail))

        def failed(error: ConsoleError) -> None:
            ended(t("Not sent: {why}", why=str(error)))

        self._context.bridge.when_done(
            future, sent, failed, stopped=lambda: ended(t("The test message was stopped.")), owner=self
        )

    def _rights(self, key: str, found: tuple[Finding, ...], estate: object) -> None:
        if self._estate is not estate:
            return
        words = {Verdict.OK: Health.OK, Verdict.LIMITED: Health.WARNING, Verdict.FAILED: Health.CRITICAL}
        rights = [one for one in found if one.area == "right"]
        self._detail.keep_rights(
            key, [(one.subject.partition(" ")[2], words.get(one.verdict, Health.UNKNOWN), one.detail) for one in rights]
        )
        self._show_detail(self._table.current_row())


def _why_empty(estate: Estate | None) -> str:
    """Return why no connection is shown; nothing of one that has not told of itself yet."""
    if estate is None:
        return t("No estate is open, so there is nothing to connect to.")
    return "" if any(True for _ in estate.connections()) else t("The estate names nothing to connect to.")


def _ignored(_error: ConsoleError) -> None:
    """The check itself has told what is wrong."""
