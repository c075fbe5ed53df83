"""One record of the trail in detail: facts, the record as it was written, and its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QWidget

from console.kernel.i18n import t
from console.presenters.trail_facts import proof_text, record_text, trail_facts
from console.presenters.trail_verdict import verdict_sentences
from views.widgets.code_view import CodeView
from views.widgets.key_value import KeyValue
from views.widgets.later import Later
from views.widgets.layout import column

if TYPE_CHECKING:
    from console.domain.inclusion_proof import Receipt
    from console.domain.trail_verification import Verification
    from console.kernel.errors import ConsoleError
    from console.presenters.trail_rows import TrailRow
    from views.page import PageContext


class TrailDetail(QTabWidget):
    """Tabs of the chosen record; the proof is made when it is looked at, off this thread."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._scope = context.session.runtime.scope("proof")
        self._row: TrailRow | None = None
        self._proven: tuple[int, int] | None = None
        self._facts = KeyValue(columns=2)
        self._record = Later(lambda: CodeView(context.theme, t("Record as it was written")))
        self._proof = Later(lambda: CodeView(context.theme, t("Proof"), yaml=False))
        self.setDocumentMode(True)
        self._found = Later(lambda: CodeView(context.theme, t("Verification"), yaml=False))
        facts = QWidget()
        facts.setLayout(column(self._facts, None, margins=(0, context.theme.space(1), 0, 0)))
        self.addTab(facts, t("Facts"))
        self.addTab(self._record, t("Record as it was written"))
        self.addTab(self._proof, t("Proof"))
        self.addTab(self._found, t("Verification"))
        self.currentChanged.connect(lambda _index: self._prove())

    def show_record(self, row: TrailRow | None) -> None:
        """Show a record; ``None``: there is none."""
        self._row = row
        self._facts.setVisible(row is not None)
        if row is not None:
            self._facts.show_pairs(trail_facts(row))
            self._record.tell("text", lambda record: record.show_text(record_text(row)))
            self._prove()
        else:
            self._proven = None
            self._record.tell("text", lambda record: record.show_text(""))
            self._proof.tell("text", lambda proof: proof.show_text(""))

    def show_verification(self, found: Verification) -> None:
        """Show all that was found of the trail."""
        text = "\n".join(verdict_sentences(found))
        self._found.tell("text", lambda view: view.show_text(text))

    def _prove(self) -> None:
        row, trail = self._row, self._context.session.store.state.trail
        if row is None or self.currentWidget() is not self._proof:
            return
        wanted = (row.sequence, trail.signed if trail is not None else 0)
        if wanted == self._proven:
            return
        self._proven = wanted
        self._proof.part.show_text(t("The proof is being made …"))
        asked = self._scope.start(self._receipt(row.sequence))
        self._context.bridge.when_done(asked, self._show, lambda error: self._tell(wanted, error), owner=self)

    async def _receipt(self, sequence: int) -> Receipt:
        from console.services.trail_reading import TrailReading  # noqa: PLC0415 - loaded with the first proof

        session = self._context.session
        return await session.runtime.in_thread(lambda: TrailReading(session.trail.book).receipt(sequence))

    def _show(self, receipt: Receipt) -> None:
        if self._row is not None and self._row.sequence == receipt.sequence:
            self._proof.part.show_text(proof_text(receipt))

    def _tell(self, wanted: tuple[int, int], error: ConsoleError) -> None:
        if self._proven != wanted:
            return
        self._proven = None  # the next look asks again
        self._proof.part.show_text(f"{error.message}\n{error.hint}")

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._scope.cancel()
