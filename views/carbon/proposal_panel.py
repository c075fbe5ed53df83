"""What could be done for the chosen batch job; a proposal becomes a change only when somebody confirms it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.batch_proposal import BatchProposal
from views.widgets.label import ElidedLabel
from views.widgets.layout import column
from views.widgets.section_header import SectionHeader
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.batch_rows import BatchRow
    from views.page import PageContext


class ProposalPanel(QWidget):
    """The proposal that saves most first; Enter or the button opens its preview."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._row: BatchRow | None = None
        self._table: DataTable[BatchProposal] = DataTable(
            context.theme, _columns(), lambda one: one.key, name="carbon-proposals", memory=context.memory
        )
        self._table.setAccessibleName(t("Proposals"))
        self._table.setMinimumHeight(context.theme.space(14))
        self._table.opened.connect(self._start)
        self._table.current_changed.connect(lambda _one: self._weigh())
        self._button = QPushButton(t("Review change"))
        self._button.clicked.connect(lambda: self._start(self._table.current_row()))
        self._header = SectionHeader(t("Proposals"), self._button)
        self._how = ElidedLabel(role="muted")
        layout = column(self._header, spacing=context.theme.space(0.5), margins=(0, context.theme.space(1), 0, 0))
        layout.addWidget(self._table, 1)
        layout.addWidget(self._how)
        self.setLayout(layout)

    def show_job(self, row: BatchRow | None) -> None:
        """Show the proposals for a job; ``None``: there is none."""
        self._row = row
        self._header.set_note("" if row is None else f"{row.title} · {row.name}")
        nothing = t("Its next run is where and when it emits least.")
        self._table.say_when_empty("" if row is None or row.saving_g is None else nothing)
        self._table.set_rows(row.proposals if row is not None else ())
        if row is not None and row.proposals and not self._table.hasFocus():  # nobody is choosing: the best is chosen
            self._table.select_key(row.proposals[0].key)
        self._weigh()

    def _weigh(self) -> str:
        """Enable the button or say why not; return that reason."""
        chosen = self._table.current_row()
        why = ""
        if chosen is not None and chosen.operation is not None:
            why = self._context.changes.why_not(chosen.operation.target.connection)
        elif chosen is not None:
            why = t("Nothing here can be changed by the console.")
        self._button.setEnabled(chosen is not None and not why)
        self._button.setToolTip(why)
        self._how.setText(" · ".join(part for part in ((chosen.how if chosen is not None else ""), why) if part))
        self._how.setToolTip(self._how.text())
        return why

    def _start(self, one: BatchProposal | None) -> None:
        if one is not None and one.operation is not None and not self._weigh():
            self._context.changes.start(one.operation, one.reason)

    def focus_table(self) -> None:
        """Put the focus on the proposals."""
        self._table.setFocus()


def _columns() -> tuple[Column[BatchProposal], ...]:
    return (
        Column("title", t("Proposal"), lambda one: one.title, tooltip=lambda one: one.reason, width=250),
        Column("saving", t("Saves CO2e"), lambda one: one.saving, sort=lambda one: one.saving_g, numeric=True,
               width=100),
        Column("price", t("Cost difference"), lambda one: one.price, sort=lambda one: one.price_usd, numeric=True,
               width=110),
        Column("effect", t("Side effect"), lambda one: one.effect, tooltip=lambda one: one.effect, width=300,
               stretch=True),
    )  # fmt: skip
