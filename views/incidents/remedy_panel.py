"""What can be done about an incident: runbooks that fit, and changes that take back what may have caused it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

from console.kernel.i18n import t
from console.presenters.incident_place import incident_cell
from console.presenters.incident_rollback import rollback_proposals
from views.page import Destination
from views.widgets.label import Label, unmarked
from views.widgets.layout import column, row
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.domain.incident.incident import Incident
    from console.domain.runbooks.runbook import Runbook
    from console.presenters.incident_rollback import RollbackProposal
    from console.store.state import State
    from views.page import PageContext

_MOST = 6


class RemedyPanel(QScrollArea):
    """``runbooks_asked`` comes when the alerts of the shown incident are others than before."""

    runbooks_asked = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[object, ...] = ()
        self._asked = ""
        self._runbooks: tuple[Runbook, ...] = ()
        self._incident: Incident | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(t("What can be done"))

    def show_incident(self, incident: Incident, state: State, now_s: float) -> None:
        """Show what can be done about an incident; the runbooks are asked for once for the same alerts."""
        asked = f"{incident.id}/{','.join(one.identity for one in incident.alerts)}"
        if asked != self._asked:
            self._asked, self._runbooks = asked, ()
            self.runbooks_asked.emit(incident)
        self._incident = incident
        proposals = rollback_proposals(state, incident, now_s)
        self._fill(incident, state, proposals)

    def show_runbooks(self, incident: Incident, found: tuple[Runbook, ...]) -> None:
        """Take the runbooks that fit."""
        if self._incident is not None and incident.id == self._incident.id:
            self._runbooks = found
            now_s = self._context.clock.now().timestamp()
            self.show_incident(self._incident, self._context.session.store.state, now_s)

    def _fill(self, incident: Incident, state: State, proposals: tuple[RollbackProposal, ...]) -> None:
        locks = tuple(self._why_not(one) for one in proposals)
        shown = (incident.id, tuple(one.id for one in self._runbooks), tuple(one.title for one in proposals), locks)
        if shown == self._shown:
            return  # a button that is pressed must not vanish under the finger
        self._shown = shown
        space = self._context.theme.space(1)
        lines = column(spacing=space, margins=(space, space, space, space))
        lines.addWidget(Label(t("Runbooks that fit"), "section"))
        for runbook in self._runbooks[:_MOST]:
            lines.addLayout(self._runbook(runbook, incident, state))
        if not self._runbooks:
            lines.addWidget(Label(t("No runbook names these alerts as a symptom."), "muted", wrap=True))
        lines.addWidget(Label(t("Take back what may have caused it"), "section"))
        for one, why in zip(proposals[:_MOST], locks, strict=False):
            lines.addLayout(self._proposal(one, why))
        if not proposals:
            text = t("No release and no rollout came just before it, as far as is known.")
            lines.addWidget(Label(text, "muted", wrap=True))
        lines.addStretch(1)
        inner = QWidget()
        inner.setProperty("role", "plain")
        inner.setLayout(lines)
        self.setWidget(inner)

    def _runbook(self, runbook: Runbook, incident: Incident, state: State) -> QHBoxLayout:
        cell = incident_cell(state.estate, incident) if state.estate is not None else None
        arguments = {"runbook": runbook.id, "incident": incident.id} | ({"cell": cell.key} if cell is not None else {})
        button = QPushButton(unmarked(t("Open {title}", title=runbook.title)))
        button.clicked.connect(lambda: self._context.navigate(Destination("runbooks", **arguments)))
        return row(button, Label(runbook.summary.split("\n")[0], "muted"), None, spacing=self._context.theme.space(1))

    def _proposal(self, proposal: RollbackProposal, why: str) -> QHBoxLayout:
        button = QPushButton(unmarked(t("{what} …", what=proposal.title.rstrip(".。"))))
        button.setEnabled(not why)
        button.setToolTip(tip(why or proposal.reason))
        button.clicked.connect(lambda: self._begin(proposal))
        sure = "" if proposal.is_certain else t("(only the age of its pods tells)")
        note = Label(" ".join(part for part in (proposal.reason, sure, why) if part), "muted", wrap=True)
        line = row(button, spacing=self._context.theme.space(1))
        line.addWidget(note, 1)
        return line

    def _why_not(self, proposal: RollbackProposal) -> str:
        if proposal.operation is None:
            return ""
        return self._context.changes.why_not(proposal.operation.target.connection)

    def _begin(self, proposal: RollbackProposal) -> None:
        if proposal.operation is None:
            self._context.navigate(Destination("rollouts", rollout=proposal.run))
        elif self._incident is not None:
            reason = t("Incident {id}: {reason}", id=self._incident.id, reason=proposal.reason)
            self._context.changes.start(proposal.operation, reason)
