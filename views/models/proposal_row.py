"""Changes that the numbers speak for: buttons that open them for review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.kernel.i18n import t
from views.widgets.label import unmarked
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.presenters.model_sheet import SheetProposal
    from views.page import PageContext


class ProposalRow(QWidget):
    """One button per proposal; a locked connection greys it out and says why. Nothing here applies a change."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._proposals: tuple[SheetProposal, ...] = ()
        self._buttons: list[QPushButton] = []
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addStretch(1)
        self.hide()

    def show_proposals(self, proposals: tuple[SheetProposal, ...]) -> None:
        """Show them in their order."""
        self._proposals = proposals
        self.setVisible(bool(proposals))
        while len(self._buttons) < len(proposals):
            self._add()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(proposals))
        for button, told in zip(self._buttons, proposals, strict=False):
            why = self._context.changes.why_not(told.operation.target.connection)
            button.setText(unmarked(told.title))
            button.setEnabled(not why)
            button.setToolTip(tip(why or told.reason))
            button.setAccessibleDescription(why or told.reason)

    def _add(self) -> None:
        button, place = QPushButton(t("Review change")), len(self._buttons)
        button.clicked.connect(lambda: self._review(place))
        self._buttons.append(button)
        self._box.insertWidget(place, button)

    def _review(self, place: int) -> None:
        told = self._proposals[place]
        self._context.changes.start(told.operation, told.reason)
