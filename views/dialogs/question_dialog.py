"""One question that is answered in a line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton

from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class QuestionDialog(QDialog):
    """``agreed`` carries the answer, which may be empty: who asked says whether that will do."""

    agreed = Signal(str)

    def __init__(self, parent: QWidget | None, title: str, question: str, answer: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._field = QLineEdit(answer)
        self._field.setAccessibleName(question)
        self._field.selectAll()
        go, stay = QPushButton(t("Go on")), QPushButton(t("Cancel"))
        go.setProperty("role", "primary")
        go.setDefault(True)
        go.clicked.connect(self._agree)
        stay.clicked.connect(self.reject)
        body = column(
            Label(title, "title", wrap=True), Label(question, wrap=True), spacing=16, margins=(24, 24, 24, 24)
        )
        body.addWidget(self._field)
        body.addLayout(row(None, stay, go))
        self.setLayout(body)
        self.setMinimumWidth(440)
        self._field.setFocus()

    def _agree(self) -> None:
        self.agreed.emit(self._field.text())
        self.accept()
