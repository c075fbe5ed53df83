"""Where the chosen number comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.kernel.i18n import t
from views.widgets.code_view import CodeView
from views.widgets.key_value import KeyValue
from views.widgets.layout import column

if TYPE_CHECKING:
    from console.presenters.cost_proof import CostProof
    from views.theme.theme import Theme


class ProofView(QWidget):
    """The parts of a number, its source and time, over what was asked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._facts, self._query = KeyValue(), CodeView(theme, t("Query"), yaml=False)
        layout = column(self._facts, spacing=theme.space(1), margins=(0, theme.space(1), 0, 0))
        layout.addWidget(self._query, 1)
        self.setLayout(layout)

    def show_proof(self, proof: CostProof) -> None:
        """Show the evidence of a number."""
        self._facts.show_pairs(proof.facts)
        self._query.show_text(proof.query)
