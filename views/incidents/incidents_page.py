"""Incidents & alerts: what is wrong, who is on it, and how much time is left to begin?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from console.domain.incident.incident import IncidentState
from console.kernel.i18n import t
from console.presenters.data_state import DataKind, data_state
from console.presenters.incident_rollback import ROLLBACK_TOPICS
from console.presenters.incident_rows import incident_rows, is_urgent
from views.incidents.alert_panel import AlertPanel
from views.incidents.incident_detail import IncidentDetail
from views.incidents.incident_opening import IncidentOpening
from views.incidents.incident_table import IncidentTable
from views.incidents.incident_tiles import IncidentTiles
from views.incidents.notice_panel import NoticePanel
from views.incidents.silence_panel import SilencePanel
from views.page import Page, Shortcut, mending
from views.widgets.label import Label
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from console.domain.runbooks.runbook import Runbook
    from console.presenters.alert_rows import AlertRow
    from console.presenters.data_state import DataState
    from console.presenters.incident_rows import IncidentRow
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext
    from views.widgets.table.data_table import DataTable

_EVERY_MS = 1000  # the timers
_TABS = ("incidents", "alerts", "silences", "messages")


class IncidentsPage(Page):
    """Open incidents with their detail; beside them alerts, silences and messages."""

    topics = ("alerts", "silences", *ROLLBACK_TOPICS)
    slices = ("estate", "connections", "objects", "incidents", "notices", "silences", "alerts", "changes", "unlocks")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._wanted = self._filter = ""
        self._opening = IncidentOpening(context, self)
        self._opening.read.connect(self._again)
        self._banner, self._tiles = StateBanner(context.theme), IncidentTiles(context)
        self._banner.asked.connect(mending(context))
        self._summary = Label(role="strong", wrap=True)
        self._table, self._detail = IncidentTable(context), IncidentDetail(context)
        self._alerts, self._silences = Later(self._make_alerts), Later(self._make_silences)
        self._notices = Later(self._make_notices)
        self._connect()
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        parts = (self._split(), self._alerts, self._silences, self._notices)
        for part, title in zip(parts, _titles(), strict=True):
            self._tabs.addTab(part, title)
        self._tabs.currentChanged.connect(lambda _place: self.filter_text(self._filter))
        new = QPushButton(t("Open an incident …"))
        new.clicked.connect(self._opening.open_incident)
        top = row(spacing=context.theme.space(1))
        top.addWidget(self._summary, 1)
        top.addWidget(new)
        layout = column(self._banner, self._tiles, spacing=context.theme.space(1))
        layout.addLayout(top)
        layout.addWidget(self._tabs, 1)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._again)

    def _connect(self) -> None:
        self._table.current_changed.connect(self._show_detail)
        self._tiles.opened.connect(self._turn)
        self._detail.asked.connect(self._say)
        self._detail.remedies.tell("page", lambda panel: panel.runbooks_asked.connect(self._find_runbooks))

    def _make_alerts(self) -> AlertPanel:
        alerts = AlertPanel(self.context)
        alerts.silence_asked.connect(self._silence)
        alerts.incident_asked.connect(self._show_incident)
        return alerts

    def _make_silences(self) -> SilencePanel:
        silences = SilencePanel(self.context)
        silences.end_asked.connect(self._opening.end_silence)
        return silences

    def _make_notices(self) -> NoticePanel:
        notices = NoticePanel(self.context)
        notices.test_asked.connect(lambda key: self._opening.try_channel(key, notices.test_done))
        return notices

    def _split(self) -> QWidget:
        part = QWidget()
        inner = column(spacing=0, margins=(0, self.context.theme.space(1), 0, 0))
        inner.addWidget(
            SplitPanel(self.context.memory, "incidents", self._table, self._detail, shares=(2, 3), vertical=True)
        )
        part.setLayout(inner)
        return part

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take the id of an ``incident`` to put the cursor on, or ``tab`` (incidents, alerts, silences, messages)."""
        self._wanted = arguments.get("incident", "")
        tab = arguments.get("tab", "")
        self._tabs.setCurrentIndex(_TABS.index(tab) if tab in _TABS else 0)

    def shown(self) -> None:
        """Read the journal, watch, and count the time down."""
        self._opening.begin()
        self._timer.start()

    def hidden(self) -> None:
        """Stop counting."""
        self._timer.stop()

    def _turn(self, tab: int) -> None:
        self._tabs.setCurrentIndex(tab)

    def _again(self) -> None:
        """Show what goes on with time."""
        self._show_incidents(self.context.session.store.state, self.context.clock.now().timestamp())

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        now_s = self.context.clock.now().timestamp()
        self._banner.show_state(_data_state(state, now_s))
        self._show_incidents(state, now_s)
        self._alerts.tell("state", lambda panel: panel.show_state(state, now_s, _data_state(state, now_s)))
        self._silences.tell("state", lambda panel: panel.show_state(state, now_s))
        self._notices.tell("state", lambda panel: panel.show_state(state))

    def _show_incidents(self, state: State, now_s: float) -> None:
        kind = _data_state(state, now_s).kind
        self._tiles.show_state(state, now_s, is_known=kind in {DataKind.FRESH, DataKind.STALE})
        rows = incident_rows(state.incidents.values(), now_s)
        self._table.set_rows(rows)
        if self._wanted and self._table.select_key(self._wanted):
            self._wanted = ""
        self._show_detail()
        self._summary.setText(self._opening.trouble or self._sentence(rows, state))

    def _sentence(self, rows: tuple[IncidentRow, ...], state: State) -> str:
        """Return what needs a person, and whether anybody is told, in a sentence or two."""
        now_s = self.context.clock.now().timestamp()
        is_blind = _data_state(state, now_s).kind is DataKind.FAILED
        blind = t("Alerts cannot be read now, so nothing new would be seen.") if is_blind else ""
        return " ".join(part for part in (_needs(rows, now_s), blind, self._telling(state)) if part)

    def _telling(self, state: State) -> str:
        if state.estate is not None and state.estate.notification_policy is None:
            return t("Nobody is told by itself: the estate has no notification_policy.")
        return ""

    def _show_detail(self) -> None:
        """Show the incident of the cursor; without one, the first that is listed."""
        found = self._table.current_row() or next(iter(self._table.shown_rows()), None)
        self._detail.show_incident(found, self.context.session.store.state, self.context.clock.now().timestamp())

    def _say(self, command: str, incident_id: str) -> None:
        incident = self.context.session.store.state.incidents.get(incident_id)
        if incident is None:
            return
        if command == "review":
            self._opening.review(incident)
        elif command == "silence":
            self._opening.silence(tuple(incident.place.items()), self._alertmanager())
        else:
            self._opening.say(command, incident_id)

    def _alertmanager(self, connection: str = "") -> str:
        """Return the Alertmanager that can mute; empty: only this profile can."""
        estate = self.context.session.store.state.estate
        keys = [one.key for one in estate.alertmanagers] if estate is not None else []
        return connection if connection in keys else (keys[0] if len(keys) == 1 and not connection else "")

    def _silence(self, found: AlertRow) -> None:
        self._opening.silence(found.labels, self._alertmanager(found.told_by))

    def _show_incident(self, incident_id: str) -> None:
        self.unfilter.emit()
        self._tabs.setCurrentIndex(0)
        self._table.select_key(incident_id)

    def _find_runbooks(self, incident: object) -> None:
        def show(found: tuple[Runbook, ...]) -> None:
            self._detail.remedies.part.show_runbooks(incident, found)  # type: ignore[arg-type]

        self._opening.find_runbooks(incident, show)  # type: ignore[arg-type]

    def filter_text(self, text: str) -> None:
        """Filter the list that is shown; another one when its tab comes to the front."""
        self._filter = text
        self._list().set_filter(text)
        self._show_detail()

    def _list(self) -> DataTable[Any]:
        parts = (self._alerts, self._silences, self._notices)
        front = next((one for one in parts if one is self._tabs.currentWidget()), None)
        return front.part.table if front is not None else self._table

    def lines_shown(self) -> int:
        """Return how many incidents are shown."""
        return self._table.shown_count

    def closing(self) -> None:
        """Drop questions that are still open."""
        self._timer.stop()
        self._opening.close_scope()

    def focus_main(self) -> None:
        """Put the focus on the list that is shown."""
        self._list().setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        show, titles = self._tabs.setCurrentIndex, _titles()
        return (
            Shortcut("1", titles[0], lambda: show(0), "incidents-incidents"),
            Shortcut("2", titles[1], lambda: show(1), "incidents-alerts"),
            Shortcut("3", titles[2], lambda: show(2), "incidents-silences"),
            Shortcut("4", titles[3], lambda: show(3), "incidents-messages"),
            Shortcut("B", t("I begin"), lambda: self._command("acknowledge"), "incidents-begin"),
            Shortcut("N", t("Note"), lambda: self._command("note"), "incidents-note"),
            Shortcut("O", t("Open an incident"), self._opening.open_incident, "incidents-open"),
        )

    def _command(self, command: str) -> None:
        """Say something to the incident in the detail, which only the first tab shows."""
        if self._tabs.currentIndex() == 0:
            self._detail.ask(command)


def _titles() -> tuple[str, ...]:
    return t("Incidents"), t("Alerts"), t("Silences"), t("Messages")


def _needs(rows: tuple[IncidentRow, ...], now_s: float) -> str:
    waiting = [row for row in rows if is_urgent(row.incident, now_s)]
    if waiting:
        title = waiting[0].title
        return t("Incidents that wait for somebody to begin: {count} · {title}", count=len(waiting), title=title)
    going = [row for row in rows if row.incident.state is IncidentState.ACKNOWLEDGED]
    if going:
        return t("Incidents being worked on: {count}; none waits.", count=len(going))
    if any(not row.incident.is_over for row in rows):
        return t("Nothing is urgent; what is open can wait for the next working day.")
    return t("No incident is open.")


def _data_state(state: State, now_s: float) -> DataState:
    estate = state.estate
    tellers = (*estate.alertmanagers, *estate.prometheus) if estate is not None else ()
    return data_state(state, (one.key for one in tellers), ("alerts",), now_s)
