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

    from views.page import PageContext


class EvidencePanel(QWidget):
    """Facts over the queries."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._facts = KeyValue(columns=2)
        self._query = CodeView(context.theme, t("Queries"), yaml=False)
        layout = column(self._facts, spacing=context.theme.space(1), margins=(0, context.theme.space(1), 0, 0))
        layout.addWidget(self._query, 1)
        self.setLayout(layout)

    def show_evidence(self, facts: Sequence[tuple[str, str]], queries: Sequence[tuple[str, str]]) -> None:
        """Show facts, and queries under the names of what they measure."""
        self._facts.show_pairs(facts)
        self._query.setVisible(bool(queries))
        self._query.show_text("\n\n".join(f"# {name}\n{query}" for name, query in queries))
