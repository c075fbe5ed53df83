"""What would save money, each as a change to review where the console can make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.money_text import money
from console.presenters.saving_rows import saving_reason
from console.presenters.savings.saving import Saving
from views.widgets.layout import column
from views.widgets.proposal_bar import ProposalBar
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.page import PageContext


class SavingTable(DataTable[Saving]):
    """What a budget asks for first, then the largest amount."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="savings", memory=context.memory)
        self.setAccessibleName(t("Savings"))


class SavingPanel(QWidget):
    """The proposals over a button that opens the chosen one; nothing here applies a change."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._is_chosen = self._is_choosing = False  # the best one is, until somebody moves the cursor
        self.table = SavingTable(context)
        self.table.current_changed.connect(self._choose)
        self.table.edit_asked.connect(self._review)
        self._bar = ProposalBar(context.theme, t("Review change"))
        self._bar.asked.connect(lambda: self._review(self.table.current_row()))
        layout = column(spacing=context.theme.space(1), margins=(0, context.theme.space(1), 0, 0))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._bar)
        self.setLayout(layout)

    def show_savings(self, savings: Sequence[Saving]) -> None:
        """Show the proposals."""
        self.table.set_rows(savings)
        if savings and (self.table.current_row() is None or not self._is_chosen):
            self._is_choosing = True
            self.table.select_key(savings[0].key)
            self._is_choosing = False
        self._choose(self.table.current_row())

    def _choose(self, saving: Saving | None) -> None:
        self._is_chosen = self._is_chosen or (self.table.hasFocus() and not self._is_choosing)
        said = (saving.how, saving.condition) if saving is not None else ()
        self._bar.show_proposal(said, self._why_not(saving))

    def _why_not(self, saving: Saving | None) -> str:
        if saving is None:
            return t("Choose a proposal.")
        if saving.operation is None:
            return t("The console cannot do this by itself: it is a proposal for people.")
        return self._context.changes.why_not(saving.operation.target.connection)

    def _review(self, saving: Saving | None) -> None:
        if saving is not None and saving.operation is not None and not self._why_not(saving):
            self._context.changes.start(saving.operation, saving_reason(saving))


def _columns() -> tuple[Column[Saving], ...]:
    return (
        Column("amount", t("Saves until the month's end"), lambda row: money(row.amount, row.currency),
               sort=lambda row: row.amount, tooltip=lambda row: row.how, numeric=True, width=172),
        Column("title", t("Proposal"), lambda row: row.title, tooltip=lambda row: row.title,
               health=lambda row: Health.WARNING if row.is_guarded else None, width=400, stretch=True),
        Column("cell", t("Cell"), lambda row: row.cell or t("edge"), width=84),
        Column("change", t("Change"), _change, tooltip=_change, width=200, stretch=True),
        Column("condition", t("Condition"), lambda row: row.condition, tooltip=lambda row: row.condition, width=200,
               stretch=True),
    )  # fmt: skip


def _change(row: Saving) -> str:
    return row.operation.summary() if row.operation is not None else t("for people to do")
