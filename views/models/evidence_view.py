"""Where the numbers of a line come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, local_time
from views.widgets.code_view import CodeView
from views.widgets.key_value import KeyValue
from views.widgets.layout import column

if TYPE_CHECKING:
    from console.presenters.model_sheet import SheetEvidence
    from views.theme.theme import Theme


class EvidenceView(QWidget):
    """Source, time and the query or rule behind a number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._facts, self._query = KeyValue(), CodeView(theme, t("Query"), yaml=False)
        layout = column(self._facts, spacing=theme.space(1), margins=(0, theme.space(1), 0, 0))
        layout.addWidget(self._query, 1)
        self.setLayout(layout)

    def show_evidence(self, what: str, evidence: SheetEvidence) -> None:
        """Show the evidence of ``what``."""
        self._facts.show_pairs(
            (
                (t("Number"), what or UNKNOWN),
                (t("From"), evidence.source or UNKNOWN),
                (t("Read at"), local_time(evidence.read_at_s)),
            )
        )
        self._query.show_text(evidence.query)
