"""The changes that a diagnosis proposes: each opens the change dialog, none applies itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.layout import column
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.domain.operation import Operation
    from console.presenters.diagnosis_rows import DiagnosisRow
    from views.page import PageContext

MOST = 3


class RemedyRow(QWidget):
    """Buttons in the order in which the changes are to be made; a greyed-out one says why."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._shown: DiagnosisRow | None = None
        self._buttons = tuple(QPushButton() for _ in range(MOST))
        self._none = Label(t("No change of this program mends it; follow the steps."), "muted", wrap=True)
        self._why = Label(role="muted", wrap=True)
        for place, button in enumerate(self._buttons):
            button.clicked.connect(lambda _checked=False, place=place: self._start(place))
        self.setLayout(column(*self._buttons, self._none, self._why, spacing=context.theme.space(0.5)))

    def show_row(self, row: DiagnosisRow | None) -> None:
        """Offer the changes of a diagnosis."""
        self._shown = row
        remedies = row.remedies[:MOST] if row is not None else ()
        reasons = {one.target.connection: self._context.changes.why_not(one.target.connection) for one in remedies}
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(remedies))
            if place < len(remedies):
                self._offer(button, remedies[place], reasons[remedies[place].target.connection])
        self._none.setVisible(row is not None and not remedies)
        self._why.setText("\n".join(dict.fromkeys(why for why in reasons.values() if why)))
        self._why.setVisible(any(reasons.values()))

    def _offer(self, button: QPushButton, operation: Operation, why: str) -> None:
        from console.domain.operation import OPERATIONS  # noqa: PLC0415 - with the first diagnosis

        summary = operation.summary()
        button.setText(t("Review change: {what} …", what=t(OPERATIONS.get(operation.key).title)))
        button.setToolTip(tip(why or summary))
        button.setAccessibleDescription(summary)
        button.setEnabled(not why)

    def _start(self, place: int) -> None:
        if self._shown is not None:
            self._context.changes.start(self._shown.remedies[place], self._shown.title)
