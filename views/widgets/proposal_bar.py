"""The line below proposals: what is said of the chosen one, and the button that opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from views.widgets.layout import row
from views.widgets.paragraph import Paragraph
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from views.theme.theme import Theme


class ProposalBar(QWidget):
    """``asked`` comes when the button is pressed."""

    asked = Signal()

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._said = Paragraph("muted", least=2)
        self._button = QPushButton(title)
        self._button.clicked.connect(self.asked)
        layout = row(spacing=theme.space(1))
        layout.addWidget(self._said, 1)
        layout.addWidget(self._button)
        self.setLayout(layout)

    def show_proposal(self, said: Iterable[str], why_not: str) -> None:
        """Say what is known of it (nothing: none is chosen), and why it cannot be opened (empty: it can)."""
        known = tuple(said)
        self._said.setText(" · ".join(one for one in (*known, why_not) if one) if known else "")
        self._button.setEnabled(not why_not)
        self._button.setToolTip(tip(why_not))
        self._button.setAccessibleDescription(why_not)
