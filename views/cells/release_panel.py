"""Release: may this cell be released to, how is its canary, and what should be done?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.canary_rows import canaries_of, canary_facts, canary_rows, canary_sentence, worst_canary
from console.presenters.data_state import data_state, unread
from console.presenters.gate_text import check_sentence, gate_health, gate_sentence
from console.presenters.judge_rows import verdict_health
from console.presenters.model_sheet import SheetEvidence
from console.presenters.slo_proposals import slo_proposals
from views.cells.canary_table import CanaryTable
from views.cells.canary_watch import CanaryWatch
from views.cells.gate_table import GateTable
from views.cells.gate_watch import GateWatch
from views.cells.slo_proposal_table import SloProposalTable
from views.widgets.badge import Badge
from views.widgets.evidence_panel import EvidencePanel
from views.widgets.label import Label, set_role
from views.widgets.later import Later
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from console.domain.release_gate import GateCheck
    from console.estate.schema.cell import Cell
    from console.presenters.canary_rows import Canary, CanaryRow
    from console.store.state import State
    from views.page import PageContext


class ReleasePanel(QWidget):
    """Two verdicts in a line each, their details below; ``judged`` asks to be shown anew."""

    judged = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._gates = GateWatch(context, self)
        self._gates.changed.connect(self.judged)
        self._watch = CanaryWatch(context, self)
        self._watch.changed.connect(self.judged)
        self._gate_badge, self._gate_text = Badge(context.theme), Label(role="strong", wrap=True)
        self._canary_badge, self._canary_text = Badge(context.theme), Label(role="strong", wrap=True)
        self._canary_facts, self._trouble = Label(role="muted", wrap=True), Label(role="error", wrap=True)
        self._gate, self._canary = GateTable(context), CanaryTable(context)
        self._proposals = Later(lambda: SloProposalTable(context))
        self._evidence = Later(lambda: EvidencePanel(context.theme))
        self._gate.opened.connect(self._prove_check)
        self._gate.yaml_asked.connect(self._prove_check)
        self._canary.opened.connect(self._prove_metric)
        self._canary.yaml_asked.connect(self._prove_metric)
        self._seen, self._proved = ("", False), ""
        self._lay_out()

    def _lay_out(self) -> None:
        space = self._context.theme.space(1)
        heads = (self._head(self._gate_badge, self._gate_text), self._head(self._canary_badge, self._canary_text))
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        for widget, title in (
            (self._canary, t("Canary")),
            (self._gate, t("Release gate")),
            (self._proposals, t("Proposals")),
            (self._evidence, t("Evidence")),
        ):
            self._tabs.addTab(widget, title)
        layout = column(*heads, self._canary_facts, self._trouble, spacing=space // 2, margins=(0, space, 0, 0))
        layout.addWidget(self._tabs, 1)
        self.setLayout(layout)

    def _head(self, badge: Badge, text: Label) -> QWidget:
        head = QWidget()
        layout = row(badge, spacing=self._context.theme.space(1))
        layout.addWidget(text, 1)
        head.setLayout(layout)
        return head

    def show_cell(self, state: State, cell: Cell, now_s: float) -> None:
        """Show a cell; asks for its canaries when what is known of them is old."""
        canaries = canaries_of(state, cell)
        self._turn_to(cell, canaries)
        self._watch.look(state, cell, canaries, now_s)
        self._show_canaries(cell, canaries, now_s)
        gate = self._gates.look(state, cell, now_s)
        if gate is None:
            self._gate_badge.show_health(Health.UNKNOWN)
            self._gate_text.setText(t("Deciding whether a release may go on …"))
            return
        self._gate_badge.show_health(gate_health(gate))
        self._gate_text.setText(gate_sentence(gate))
        self._gate.set_rows(gate.checks)
        if self._proved != cell.key and gate.checks:  # nobody has asked here yet: what is decided first speaks
            self._tell(*_check_evidence(gate.checks[0]))
        found = slo_proposals(state, cell, gate, canaries, self._watch.judged, now_s)
        self._proposals.tell("proposals", lambda table: table.show_proposals(found))
        self._tabs.setTabText(2, t("Proposals ({count})", count=len(found)) if found else t("Proposals"))

    def _turn_to(self, cell: Cell, canaries: tuple[Canary, ...]) -> None:
        """Begin each cell, and each first canary of it, with what has something to say."""
        seen, self._seen = self._seen, (cell.key, bool(canaries))
        if seen[0] != cell.key:
            self._proved = ""  # what is there is of another cell
            self._evidence.tell("evidence", lambda panel: panel.show_evidence((), ""))
        if seen != self._seen and (seen[0] != cell.key or self._tabs.currentWidget() is self._gate):
            self._tabs.setCurrentWidget(self._canary if canaries else self._gate)

    def _show_canaries(self, cell: Cell, canaries: tuple[Canary, ...], now_s: float) -> None:
        self._trouble.setText(self._watch.trouble)
        self._trouble.setVisible(bool(self._watch.trouble and canaries))
        judged = self._watch.judged
        self._canary.set_rows(canary_rows(judged, canaries))
        worst = worst_canary(judged, canaries)
        self._canary_facts.setVisible(worst is not None)
        self._canary_badge.setVisible(bool(canaries))
        set_role(self._canary_text, "strong" if canaries else "muted")
        if worst is not None:
            found = judged[worst.rollout.ref]
            self._canary_badge.show_health(verdict_health(found.judgement.verdict))
            self._canary_text.setText(canary_sentence(worst, found))
            self._canary_facts.setText(canary_facts(worst, found, now_s))
            return
        self._canary_badge.show_health(Health.UNKNOWN)
        self._canary_text.setText(_nothing(self._context.session.store.state, cell, canaries, now_s))

    def _prove_check(self, check: GateCheck) -> None:
        self._prove(*_check_evidence(check))

    def _prove_metric(self, one: CanaryRow) -> None:
        self._prove(one.line.reason, SheetEvidence(one.line.query, one.connection, one.read_at_s))

    def _prove(self, what: str, evidence: SheetEvidence) -> None:
        self._proved = self._seen[0]
        self._tell(what, evidence)
        self._tabs.setCurrentWidget(self._evidence)

    def _tell(self, what: str, evidence: SheetEvidence) -> None:
        self._evidence.tell("evidence", lambda panel: panel.show_evidence(evidence.facts(what), evidence.query))

    def focus_main(self) -> None:
        """Put the focus on the canary where there is one, else on the gate."""
        self._tabs.setCurrentWidget(self._canary if self._watch.judged else self._gate)
        self._tabs.currentWidget().setFocus()

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._watch.close_scope()
        self._gates.close_scope()


def _check_evidence(check: GateCheck) -> tuple[str, SheetEvidence]:
    query, source = (str(getattr(check.fact, one, "")) for one in ("query", "connection"))
    return check_sentence(check), SheetEvidence(query, source)


def _nothing(state: State, cell: Cell, canaries: tuple[Canary, ...], now_s: float) -> str:
    if not canaries:
        known = data_state(state, (cell.cluster,), ("rollouts",), now_s)
        return unread(known, t("No canary is on its way in this cell."))
    if not cell.prometheus:
        return t("The cell names no metric server, so its canary cannot be judged.")
    return t("Reading what the canary has counted …")
