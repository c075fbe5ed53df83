"""What could be done for the objectives of a cell; it becomes a change only when somebody confirms it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.slo_proposals import SloProposal
from views.widgets.label import ElidedLabel
from views.widgets.layout import column, row
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class SloProposalTable(QWidget):
    """Enter or the button opens the preview of a proposal."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._table: DataTable[SloProposal] = DataTable(
            context.theme, _columns(), lambda one: one.title, name="slo-proposals", memory=context.memory
        )
        self._table.setAccessibleName(t("Proposals"))
        self._table.say_when_empty(t("Nothing is proposed: no canary and no objective calls for it."))
        self._table.opened.connect(self._start)
        self._table.current_changed.connect(lambda _one: self._weigh())
        self._button = QPushButton(t("Review change"))
        self._button.clicked.connect(lambda: self._start(self._table.current_row()))
        self._why = ElidedLabel(role="muted")
        below = row(self._button, spacing=context.theme.space(1))
        below.addWidget(self._why, 1)
        layout = column(spacing=context.theme.space(0.5))
        layout.addWidget(self._table, 1)
        layout.addLayout(below)
        self.setLayout(layout)

    def show_proposals(self, proposals: tuple[SloProposal, ...]) -> None:
        """Show proposals."""
        self._table.set_rows(proposals)
        if self._table.current_row() is None and proposals:
            self._table.select_key(proposals[0].title)
        self._weigh()

    def _weigh(self) -> str:
        """Enable the button or say why not; return that reason."""
        chosen = self._table.current_row()
        why = "" if chosen is None else self._context.changes.why_not(chosen.operation.target.connection)
        self._button.setEnabled(chosen is not None and not why)
        self._why.setText(why)
        return why

    def _start(self, one: SloProposal | None) -> None:
        if one is not None and not self._weigh():
            self._context.changes.start(one.operation, one.reason)


def _columns() -> tuple[Column[SloProposal], ...]:
    return (
        Column("kind", t("Action"), lambda one: one.kind, width=90),
        Column("title", t("Proposal"), lambda one: one.title, tooltip=lambda one: one.title, width=330),
        Column("reason", t("Why"), lambda one: one.reason, tooltip=lambda one: one.reason, width=300, stretch=True),
    )
