"""What to change so that a cell can carry what it will have to, each as a change to review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.capacity.advice_row import AdviceRow
from views.widgets.layout import column
from views.widgets.proposal_bar import ProposalBar
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.page import PageContext


class AdviceTable(DataTable[AdviceRow]):
    """What is needed first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="capacity-advice", memory=context.memory)
        self.setAccessibleName(t("Recommendations"))


class AdvicePanel(QWidget):
    """The recommendations over a button that opens the chosen one as a change; nothing here applies it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.table = AdviceTable(context)
        self.table.current_changed.connect(self._choose)
        self.table.edit_asked.connect(self._propose)
        self.table.opened.connect(self._propose)
        self._bar = ProposalBar(context.theme, t("Propose"))
        self._bar.asked.connect(lambda: self._propose(self.table.current_row()))
        layout = column(spacing=context.theme.space(1), margins=(0, context.theme.space(1), 0, 0))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._bar)
        self.setLayout(layout)

    def show_advice(self, rows: Sequence[AdviceRow], nothing: str) -> None:
        """Show the recommendations for a cell; ``nothing`` says why there is none."""
        self.table.say_when_empty(nothing)
        self.table.set_rows(rows)
        if rows and self.table.current_row() is None:
            self.table.select_key(rows[0].key)
        self._choose(self.table.current_row())

    def _choose(self, chosen: AdviceRow | None) -> None:
        self._bar.show_proposal((chosen.why,) if chosen is not None else (), self._why_not(chosen))

    def _why_not(self, chosen: AdviceRow | None) -> str:
        if chosen is None:
            return t("Choose a recommendation.")
        if chosen.operation is None:
            return t("Nothing needs to change here.") if not chosen.is_needed else t("This is for people to do.")
        return self._context.changes.why_not(chosen.operation.target.connection)

    def _propose(self, chosen: AdviceRow | None) -> None:
        if chosen is not None and chosen.operation is not None and not self._why_not(chosen):
            reason = t("Capacity review: {why}", why=chosen.why)
            self._context.changes.start(chosen.operation, reason)


def _columns() -> tuple[Column[AdviceRow], ...]:
    return (
        Column("title", t("What"), lambda row: row.title, width=220,
               health=lambda row: Health.WARNING if row.is_needed else Health.OK),
        Column("now", t("Now"), lambda row: row.now, numeric=True, width=110),
        Column("wanted", t("Recommended"), lambda row: row.wanted, numeric=True, width=120),
        Column("change", t("Change"), _change, tooltip=_change, width=220, stretch=True),
        Column("why", t("Because"), lambda row: row.why, tooltip=lambda row: f"{row.why}\n{row.query}".strip(),
               width=260, stretch=True),
    )  # fmt: skip


def _change(row: AdviceRow) -> str:
    if row.operation is not None:
        return row.operation.summary()
    return t("for people to do") if row.is_needed else t("enough")
