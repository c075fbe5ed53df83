"""Confirmation: a question whose safe answer is the default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton

from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class ConfirmDialog(QDialog):
    """Question, consequence, and a button that says what it does; with ``typed`` the name must be typed first."""

    def __init__(
        self, parent: QWidget | None, question: str, text: str, button: str, *, danger: bool = False, typed: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question)
        self._typed, self._field = typed, QLineEdit()
        go, stay = QPushButton(button), QPushButton(t("Cancel"))
        go.setProperty("role", "danger" if danger else "primary")
        go.setAutoDefault(False)
        stay.setAutoDefault(False)
        stay.setDefault(not typed)  # Enter behind a name that was typed is no answer
        go.clicked.connect(self.accept)
        stay.clicked.connect(self.reject)
        body = column(Label(question, "title", wrap=True), Label(text, wrap=True), spacing=16, margins=(24, 24, 24, 24))
        if typed:
            self._field.setAccessibleName(t("Type {name} to confirm", name=typed))
            body.addWidget(Label(t("Type {name} to confirm", name=typed), "muted", wrap=True))
            body.addWidget(self._field)
            go.setEnabled(False)
            self._field.textChanged.connect(lambda text: go.setEnabled(text == self._typed))
        body.addLayout(row(None, stay, go))
        self.setLayout(body)
        self.setMinimumWidth(440)
