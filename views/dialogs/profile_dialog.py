"""Another audit profile for a team: what it means, and that it is written into the estate file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QPushButton

from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from console.presenters.audit_team_rows import ProfileChoice


class ProfileDialog(QDialog):
    """``agreed`` carries the key of the chosen profile."""

    agreed = Signal(str)

    def __init__(self, parent: QWidget | None, team: str, now: str, choices: Sequence[ProfileChoice]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Audit profile of {team}", team=team))
        self._now, self._choices = now, {one.key: one for one in choices}
        self._box, self._means = QComboBox(), Label(wrap=True)
        self._box.setAccessibleName(t("Profile"))
        for one in choices:
            self._box.addItem(one.title, one.key)
        form = QFormLayout()
        form.addRow(t("Profile"), self._box)
        self._go, stay = QPushButton(t("Write into the estate file")), QPushButton(t("Cancel"))
        self._go.setProperty("role", "primary")
        self._go.setDefault(True)
        self._go.clicked.connect(self._agree)
        stay.clicked.connect(self.reject)
        told = t("The estate file is written anew; the old one is kept beside it as .bak. What was audited is seen"
                 " through the new profile with the next audit.")  # fmt: skip
        layout = column(
            Label(t("Audit profile of {team}", team=team), "title"), Label(told, "muted", wrap=True),
            spacing=16, margins=(24, 24, 24, 24),
        )  # fmt: skip
        layout.addLayout(form)
        layout.addWidget(self._means)
        layout.addLayout(row(None, stay, self._go))
        self.setLayout(layout)
        self.setMinimumWidth(520)
        self._box.currentIndexChanged.connect(lambda _place: self._show())
        self._box.setCurrentIndex(max(0, self._box.findData(now)))
        self._show()

    def _show(self) -> None:
        chosen = self._choices[str(self._box.currentData())]
        more = t("Switched on: {what}.", what=chosen.traits_text or t("nothing"))
        self._means.setText(f"{chosen.rule_text} {more}")
        self._go.setEnabled(chosen.key != self._now)

    def _agree(self) -> None:
        self.agreed.emit(str(self._box.currentData()))
        self.accept()
