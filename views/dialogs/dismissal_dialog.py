"""Why a finding is dismissed, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPushButton

from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_DAYS = (30, 90, 180, 365)
_USUAL = 90


class DismissalDialog(QDialog):
    """``agreed`` carries the reason and the days until the finding returns by itself."""

    agreed = Signal(str, int)

    def __init__(self, parent: QWidget | None, finding: str, person: str, *, needs_two: bool = False) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Dismiss a finding"))
        self._reason, self._days = QLineEdit(), QComboBox()
        self._reason.setPlaceholderText(t("why this is no problem here"))
        self._reason.textChanged.connect(lambda _text: self._check())
        for days in _DAYS:
            self._days.addItem(t("{count} days", count=days), days)
        self._days.setCurrentIndex(_DAYS.index(_USUAL))
        form = QFormLayout()
        for name, field in ((t("Reason"), self._reason), (t("It returns after"), self._days)):
            field.setAccessibleName(name)
            form.addRow(name, field)
        self._go, stay = QPushButton(t("Dismiss")), QPushButton(t("Cancel"))
        self._go.setProperty("role", "primary")
        self._go.setDefault(True)
        self._go.clicked.connect(self._agree)
        stay.clicked.connect(self.reject)
        told = t("It is kept with your name ({person}) and leaves the scores until it returns.", person=person)
        second = t("The profile complies: it takes effect only when a second person dismisses it, too.")
        layout = column(
            Label(t("Dismiss a finding"), "title"), Label(finding, wrap=True), Label(told, "muted", wrap=True),
            *((Label(second, "strong", wrap=True),) if needs_two else ()),
            spacing=16, margins=(24, 24, 24, 24),
        )  # fmt: skip
        layout.addLayout(form)
        layout.addLayout(row(None, stay, self._go))
        self.setLayout(layout)
        self.setMinimumWidth(480)
        self._check()

    def _check(self) -> None:
        self._go.setEnabled(bool(self._reason.text().strip()))

    def _agree(self) -> None:
        self.agreed.emit(self._reason.text().strip(), int(self._days.currentData()))
        self.accept()
