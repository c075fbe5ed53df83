"""Diagnoses with what proves them, what they mean, how to recover, and the changes that would mend them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSplitter, QWidget

from console.kernel.i18n import t
from console.presenters.data_state import unread
from views.diagnosis.diagnosis_list import DiagnosisList
from views.diagnosis.proof_table import ProofTable
from views.diagnosis.remedy_row import RemedyRow
from views.page import Destination
from views.widgets.code_view import CodeView
from views.widgets.label import Label, unmarked
from views.widgets.layout import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.resource import ResourceRef
    from console.presenters.data_state import DataState
    from console.presenters.diagnosis_rows import DiagnosisRow, ProofRow
    from console.store.state import State
    from views.page import PageContext


class DiagnosisPanel(QSplitter):
    """The list at the left, evidence in the middle, and at the right what it means and what to do."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._context = context
        self._clusters: frozenset[str] = frozenset()
        self._list = DiagnosisList(context)
        self._list.current_changed.connect(self._show)
        self._proofs = ProofTable(context)
        self._list.opened.connect(lambda _row: self._proofs.setFocus())
        self._proofs.current_changed.connect(self._show_proof)
        self._proofs.opened.connect(lambda proof: self._open(proof, ""))
        self._proofs.yaml_asked.connect(lambda proof: self._open(proof, "yaml"))
        self._query = CodeView(context.theme, t("Evidence"), yaml=False)
        self._meaning, self._steps = Label(role="strong", wrap=True), Label(wrap=True, selectable=True)
        self._runbook, self._remedies = QPushButton(), RemedyRow(context)
        self._runbook.clicked.connect(self._open_runbook)
        self.setChildrenCollapsible(False)
        self.addWidget(self._list)
        self.addWidget(self._evidence())
        self.addWidget(self._advice())
        for place, stretch in enumerate((3, 5, 3)):
            self.setStretchFactor(place, stretch)
        self.setSizes([320, 450, 290])

    def _evidence(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._proofs)
        split.addWidget(self._query)
        split.setSizes([190, 100])
        self._query.hide()
        return split

    def _advice(self) -> QScrollArea:
        space = self._context.theme.space(1)
        self._inner = inner = QWidget()
        parts = (self._meaning, self._runbook, self._remedies, self._steps, None)  # a small window hides the last
        inner.setLayout(column(*parts, spacing=space, margins=(space, 0, space, 0)))
        self._area = area = QScrollArea()
        area.setAccessibleName(t("Diagnosis"))
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        return area

    def _give_room(self) -> None:
        """Keep the advice as wide as its widest button: sentences are broken, buttons would be cut off."""
        around = self._area.verticalScrollBar().sizeHint().width() + 2 * self._area.frameWidth()
        self._area.setMinimumWidth(self._inner.minimumSizeHint().width() + around)

    def show_rows(self, state: State, rows: Sequence[DiagnosisRow], known: DataState) -> None:
        """Show diagnoses; the one under the cursor stays, else the first is chosen. ``known``: of the evidence."""
        self._list.say_when_empty(unread(known, t("No known fault shows in the evidence.")))
        clusters = state.estate.clusters if state.estate is not None else ()
        self._clusters = frozenset(one.key for one in clusters)
        self._list.set_rows(rows)
        if rows and self._list.current_row() is None:
            first = rows[0]
            self._list.select_key((first.fault, first.subjects, first.cells))
        self._show(self._list.current_row())

    def _show(self, row: DiagnosisRow | None) -> None:
        self._meaning.setText(row.meaning if row is not None else "")
        steps = enumerate(row.steps if row is not None else (), start=1)
        self._steps.setText("\n".join(f"{place}. {step}" for place, step in steps))
        self._runbook.setText(unmarked(t("Runbook: {id}", id=row.runbook)) if row is not None else "")
        self._runbook.setToolTip(t("Open the runbook with this cell filled in; nothing runs before you say so."))
        self._runbook.setVisible(row is not None)
        self._remedies.show_row(row)
        self._give_room()
        self._proofs.set_rows(row.proofs if row is not None else ())
        self._show_proof(self._proofs.current_row())

    def _open_runbook(self) -> None:
        row = self._list.current_row()
        if row is not None:
            cell = {"cell": row.cells[0]} if row.cells else {}
            self._context.navigate(Destination("runbooks", runbook=row.runbook, **cell))

    def _show_proof(self, proof: ProofRow | None) -> None:
        """Show the query of a measurement, or the whole of what an object says, which the table has no room for."""
        text = (proof.query or proof.shows) if proof is not None else ""
        self._query.setVisible(bool(text))
        self._query.show_text(text)

    def _open(self, proof: ProofRow, view: str) -> None:
        if proof.ref is None:
            self._query.setFocus()
        elif proof.ref.connection in self._clusters:
            self._open_object(proof.ref, view)
        else:
            self._context.navigate(Destination("connections", connection=proof.ref.connection, tab="inventory"))

    def _open_object(self, ref: ResourceRef, view: str) -> None:
        where = {"connection": ref.connection, "kind": ref.kind, "group": ref.group, "namespace": ref.namespace}
        self._context.navigate(Destination("resources", name=ref.name, view=view, **where))

    def focus_main(self) -> None:
        """Put the focus on the list."""
        self._list.setFocus()
