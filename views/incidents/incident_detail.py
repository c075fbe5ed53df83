"""One incident: what comes next, what a person can say to it, what happened, its evidence, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from console.domain.incident.incident import IncidentState
from console.kernel.i18n import t
from console.presenters.alert_rows import incident_alert_rows
from console.presenters.incident_query import incident_query
from console.presenters.incident_timeline import timeline_rows
from views.incidents.evidence_table import EvidenceTable
from views.incidents.remedy_panel import RemedyPanel
from views.incidents.timeline_table import TimelineTable
from views.widgets.badge import Badge
from views.widgets.code_view import CodeView
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.paragraph import Paragraph
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.domain.incident.incident import Incident
    from console.presenters.alert_rows import IncidentAlertRow
    from console.presenters.incident_rows import IncidentRow
    from console.store.state import State
    from views.page import PageContext

_COMMANDS = ("acknowledge", "escalate", "note", "resolve", "reopen", "silence", "review")


class IncidentDetail(QWidget):
    """``asked`` carries a command (``acknowledge``, ``escalate``, ``note``, …) and the id of the incident."""

    asked = Signal(str, str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._incident: Incident | None = None
        self._chosen = ""
        self._badge, self._next = Badge(context.theme), Paragraph("strong", least=4)
        self._buttons = {key: self._button(key, title) for key, title in zip(_COMMANDS, _titles(), strict=True)}
        self._timeline, self._evidence = TimelineTable(context), Later(self._make_evidence)
        self.remedies = Later(lambda: RemedyPanel(context))
        self._query = Later(lambda: CodeView(context.theme, t("Queries"), yaml=False))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget, title in (
            (self._timeline, t("What happened")),
            (self.remedies, t("What can be done")),
            (self._evidence, t("Alerts and evidence")),
            (self._query, t("Query")),
        ):
            self.tabs.addTab(widget, title)
        space = context.theme.space(1)
        head = row(self._badge, spacing=space)
        head.addWidget(self._next, 1)
        layout = column(spacing=space, margins=(0, space, 0, 0))
        layout.addLayout(head)
        layout.addLayout(row(*self._buttons.values(), None, spacing=space))
        layout.addWidget(self.tabs, 1)
        self.setLayout(layout)

    def _make_evidence(self) -> EvidenceTable:
        evidence = EvidenceTable(self._context)
        evidence.opened.connect(self._show_query)
        return evidence

    def _button(self, key: str, title: str) -> QPushButton:
        button = QPushButton(title)
        button.clicked.connect(lambda: self.ask(key))
        return button

    def ask(self, command: str) -> None:
        """Ask for a command on the incident that is shown."""
        if self._incident is not None:
            self.asked.emit(command, self._incident.id)

    def show_incident(self, found: IncidentRow | None, state: State, now_s: float) -> None:
        """Show an incident; ``None``: there is none."""
        self.setVisible(found is not None)
        self._incident = found.incident if found is not None else None
        if found is None:
            return
        incident = found.incident
        self._badge.show_health(found.health, f"{found.state} · {found.timer}")
        self._next.setText(f"{found.title}\n{found.next}".strip())
        for key, button in self._buttons.items():
            why = _why_not(incident, key)
            button.setVisible(key != ("reopen" if not incident.is_over else "resolve"))
            button.setEnabled(not why)
            button.setToolTip(tip(why or _tips()[key]))
        self._timeline.set_rows(tuple(reversed(timeline_rows(incident, state, now_s))))
        rows = incident_alert_rows(incident)
        self._evidence.tell("rows", lambda table: table.set_rows(rows))
        self._query.tell("query", lambda view: view.show_text(incident_query(rows, self._chosen)))
        self.remedies.tell("incident", lambda panel: panel.show_incident(incident, state, now_s))

    def _show_query(self, found: IncidentAlertRow) -> None:
        self._chosen = found.key
        self._query.part.show_text(incident_query((found,), found.key))
        self.tabs.setCurrentWidget(self._query)


def _titles() -> tuple[str, ...]:
    return (
        t("I begin"),
        t("Escalate …"),
        t("Note …"),
        t("Resolve …"),
        t("Reopen …"),
        t("Silence …"),
        t("Review …"),
    )


def _tips() -> dict[str, str]:
    return {
        "acknowledge": t("You are on it: the timer stops, and who was told is told."),
        "escalate": t("One level up: others are told, and the shorter time begins."),
        "note": t("What you saw or did, for the others and for the review."),
        "resolve": t("It is over. Alerts that still fire open nothing until they were over."),
        "reopen": t("It is not over; the timer runs anew."),
        "silence": t("Its alerts tell nobody for two hours."),
        "review": t("Write what happened, what it cost and what is to be done as a document."),
    }


def _why_not(incident: Incident, command: str) -> str:
    """Return why a command makes no sense now; empty when it does."""
    if command in {"note", "review", "reopen"}:
        return ""
    if incident.is_over:
        return t("It is resolved.")
    if command == "acknowledge" and incident.state is IncidentState.ACKNOWLEDGED:
        return t("Somebody has begun.")
    if command == "escalate" and incident.level >= 3:
        return t("It is at the highest level.")
    if command == "silence" and not incident.alerts:
        return t("It has no alert.")
    return ""
