"""Unlocking a connection: for a reason, and for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPushButton

from console.kernel.i18n import t
from console.presenters.format import coarse
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_TIMES_S = (900, 3600, 4 * 3600)


class UnlockDialog(QDialog):
    """``agreed`` carries seconds and the reason."""

    agreed = Signal(float, str)

    def __init__(self, parent: QWidget | None, title: str, *, is_production: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question = t("Unlock {name}?", name=title)
        self.setWindowTitle(question)
        self._reason, self._times = QLineEdit(), QComboBox()
        self._reason.setAccessibleName(t("Reason"))
        self._reason.setPlaceholderText(t("Reason, in a few words"))
        self._reason.setMaxLength(500)
        self._times.setAccessibleName(t("How long"))
        for seconds in _TIMES_S:
            self._times.addItem(t("for {time}", time=coarse(seconds)), seconds)
        self._go, stay = QPushButton(t("Unlock")), QPushButton(t("Cancel"))
        self._go.setProperty("role", "danger" if is_production else "primary")
        self._go.setDefault(True)
        self._go.setEnabled(False)
        stay.clicked.connect(self.reject)
        self._reason.textChanged.connect(lambda text: self._go.setEnabled(bool(text.strip())))
        self._go.clicked.connect(self._agree)
        told = (
            t("This is production: what you change is seen by customers. Every change still asks for confirmation.")
            if is_production
            else t("Changes are allowed until the time is over. Every change still asks for confirmation.")
        )
        self.setLayout(
            column(
                Label(question, "title", wrap=True),
                Label(told, wrap=True),
                self._times,
                self._reason,
                row(None, stay, self._go),
                spacing=16,
                margins=(24, 24, 24, 24),
            )
        )
        self.setMinimumWidth(440)
        self._reason.setFocus()

    def _agree(self) -> None:
        self.agreed.emit(float(self._times.currentData()), self._reason.text().strip())
        self.accept()
