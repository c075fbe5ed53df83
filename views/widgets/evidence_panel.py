"""What a number is made of: its parts, its sources and its queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.kernel.i18n import t
from views.widgets.code_view import CodeView
from views.widgets.key_value import KeyValue
from views.widgets.layout import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.theme.theme import Theme


class EvidencePanel(QWidget):
    """Facts in one column, or more, over the queries."""

    def __init__(self, theme: Theme, columns: int = 1) -> None:
        super().__init__()
        self._facts = KeyValue(columns=columns)
        self._query = CodeView(theme, t("Queries"), yaml=False)
        layout = column(self._facts, spacing=theme.space(1), margins=(0, theme.space(1), 0, 0))
        layout.addWidget(self._query, 1)
        self.setLayout(layout)

    def show_evidence(self, facts: Sequence[tuple[str, str]], queries: str) -> None:
        """Show facts, and queries below comments that name what they measure; one alone needs no name."""
        self._facts.show_pairs(facts)
        self._query.setVisible(bool(queries))
        self._query.show_text(queries)
