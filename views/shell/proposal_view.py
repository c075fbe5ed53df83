"""What was found in the kubeconfig, shown before anything is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.proposal import proposed_cells
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.section_header import SectionHeader
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.estate.discovery import Proposal
    from console.presenters.proposal import ProposedCell
    from views.theme.theme import Theme


class ProposalView(QWidget):
    """Proposed cells in a table, notes below it, and the two ways on."""

    accepted = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._proposal: Proposal | None = None
        self._head = SectionHeader(t("This is what was found"), role="title")
        self._table: DataTable[ProposedCell] = DataTable(theme, _columns(), lambda one: one.key)
        self._table.setAccessibleName(t("Proposed cells"))
        self._table.say_when_empty(
            t("No cell was found; the estate will hold the clusters alone, and cells can be added by hand.")
        )
        self._notes = Label(role="muted", wrap=True, selectable=True)
        cancel, save = QPushButton(t("Cancel")), QPushButton(t("Save and open …"))
        save.setProperty("role", "primary")
        cancel.clicked.connect(self.cancelled)
        save.clicked.connect(lambda: self.accepted.emit(self._proposal))
        text = Label(
            t("Nothing has been saved and nothing was changed. Saving writes one YAML file that you can edit."),
            "muted",
            wrap=True,
        )
        space = theme.space(3)
        body = column(self._head, text, spacing=theme.space(1.5), margins=(space, space, space, space))
        body.addWidget(self._table, 1)
        body.addWidget(self._notes)
        body.addLayout(row(None, cancel, save))
        self.setLayout(body)

    def show_proposal(self, proposal: Proposal) -> None:
        """Show a proposal."""
        self._proposal = proposal
        estate = proposal.estate
        self._head.set_note(
            t("{clusters} clusters, {cells} cells", clusters=len(estate.clusters), cells=len(estate.cells))
        )
        self._table.set_rows(proposed_cells(estate))
        self._notes.setText("\n".join(one.sentence for one in proposal.reasons))
        self._notes.setVisible(bool(proposal.reasons))


def _columns() -> tuple[Column[ProposedCell], ...]:
    return (
        Column("key", t("Cell"), lambda one: one.key, width=180),
        Column("cluster", t("Cluster"), lambda one: one.cluster, width=180),
        Column("namespaces", t("Namespaces"), lambda one: one.namespaces, width=220),
        Column("region", t("Region"), lambda one: one.region, width=120),
        Column("services", t("Services"), lambda one: one.services, width=300, stretch=True),
    )
