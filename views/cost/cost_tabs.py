"""The parts of the Cost page below the budgets: savings, spending, weeks, unit costs, edge, bills, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QTabWidget

from console.kernel.i18n import t
from console.presenters.cost_proof import (
    CostProof,
    budget_proof,
    edge_proof,
    month_proof,
    saving_proof,
    spend_proof,
    unit_proof,
    week_proof,
)
from console.presenters.spend_rows import GroupBy
from views.cost.bill_panel import BillPanel
from views.cost.edge_panel import EdgePanel
from views.cost.saving_panel import SavingPanel
from views.cost.spend_panel import SpendPanel
from views.cost.unit_table import UnitTable
from views.cost.week_table import WeekTable
from views.widgets.evidence_panel import EvidencePanel
from views.widgets.later import Later

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from console.presenters.budget_rows import BudgetRow
    from console.presenters.cost_view import CostView
    from views.cost.edge_panel import EdgeLine
    from views.page import PageContext
    from views.widgets.table.data_table import DataTable

SAVINGS, SPENDS, WEEKS, UNITS, EDGE, BILLS, EVIDENCE = range(7)


class CostTabs(QTabWidget):
    """Only the tab that is seen is computed. ``y`` or Enter on a line shows its evidence."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._view: CostView | None = None
        self._is_proving = False
        self.savings, self._spends = SavingPanel(context), Later(lambda: SpendPanel(context))
        self._weeks, self._units = Later(lambda: WeekTable(context)), Later(lambda: UnitTable(context))
        self._edge, self._bills = Later(lambda: EdgePanel(context)), Later(lambda: BillPanel(context))
        self._proof = Later(lambda: EvidencePanel(context.theme))
        self._by = QComboBox()
        for by, word in ((GroupBy.CELL, t("By cell")), (GroupBy.SERVICE, t("By service")),
                         (GroupBy.SEGMENT, t("By segment"))):  # fmt: skip
            self._by.addItem(word, by.value)
        self._by.setAccessibleName(t("Add up by"))
        self._by.currentIndexChanged.connect(lambda _place: self._show())
        self.setDocumentMode(True)
        self.setCornerWidget(self._by)
        for widget, title in (
            (self.savings, t("Savings")),
            (self._spends, t("Spending")),
            (self._weeks, t("Weekly loop")),
            (self._units, t("Unit costs")),
            (self._edge, t("Edge")),
            (self._bills, t("Bills")),
            (self._proof, t("Evidence")),
        ):
            self.addTab(widget, title)
        self._prove(self.savings.table, saving_proof)
        self._spends.tell("prove", lambda panel: self._prove(panel.table, spend_proof))
        self._weeks.tell("prove", lambda table: self._prove(table, week_proof))
        self._units.tell("prove", lambda table: self._prove(table, unit_proof))
        self._edge.tell("prove", lambda panel: self._prove(panel.table, _edge_proof))
        self.currentChanged.connect(self._turned)
        self._by.hide()

    def _prove(self, table: DataTable[Any], proof: Callable[[CostView, Any], CostProof]) -> None:
        def show(row: object) -> None:
            if self._view is not None:
                self.show_proof(proof(self._view, row))

        table.opened.connect(show)
        table.yaml_asked.connect(show)

    def show_proof(self, proof: CostProof) -> None:
        """Turn to the evidence of a number."""
        self._is_proving = True
        _shown(self._proof.part, proof)
        self.setCurrentIndex(EVIDENCE)

    def prove_budget(self, row: BudgetRow) -> None:
        """Turn to the evidence of a budget."""
        if self._view is not None:
            self.show_proof(budget_proof(self._view, row))

    def prove(self, what: str) -> None:
        """Turn to the evidence of a tile."""
        view = self._view
        if view is None:
            return
        if what == "budget" and view.budgets:
            self.prove_budget(next((row for row in view.budgets if row.left is not None), view.budgets[0]))
        elif what == "saving" and view.savings:
            self.show_proof(saving_proof(view, view.savings[0]))
        else:
            self.show_proof(month_proof(view))

    def show_view(self, view: CostView) -> None:
        """Show a new state in the tab that is seen."""
        if not self._is_proving:
            self._proof.tell("proof", lambda panel: _shown(panel, month_proof(view)))
        self._view = view
        self._show()

    def _turned(self, place: int) -> None:
        self._by.setVisible(place in {SPENDS, WEEKS, UNITS})
        if place == BILLS:
            self._bills.part.read()
        self._show()

    def _show(self) -> None:
        view, by = self._view, GroupBy(self._by.currentData())
        if view is None:
            return
        place = self.currentIndex()
        if place == SAVINGS:
            self.savings.show_savings(view.savings)
        elif place == SPENDS:
            self._spends.part.show_spends(view.spends(by), view.courses(by), view.now.timestamp())
        elif place == WEEKS:
            self._weeks.part.set_rows(view.weeks(by))
        elif place == UNITS:
            self._units.part.set_rows(view.units(by))
        elif place == EDGE:
            self._edge.part.show_accounts(view.edge)

    def say_when_empty(self, text: str) -> None:
        """Say why there is nothing."""
        self.savings.table.say_when_empty(text)
        self._spends.tell("empty", lambda panel: panel.table.say_when_empty(text))
        self._weeks.tell("empty", lambda table: table.say_when_empty(text))
        self._units.tell("empty", lambda table: table.say_when_empty(text))
        self._edge.tell("empty", lambda panel: panel.table.say_when_empty(text))

    def close_scope(self) -> None:
        """Drop what is still being read."""
        if (bills := self._bills.made) is not None:
            bills.close_scope()


def _shown(panel: EvidencePanel, proof: CostProof) -> None:
    panel.show_evidence(proof.facts, proof.query)


def _edge_proof(view: CostView, line: EdgeLine) -> CostProof:
    return edge_proof(view, line.account, line.term)
