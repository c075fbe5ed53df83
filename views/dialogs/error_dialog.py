"""Error: one sentence, what to do next, and the details on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton

from console.kernel.i18n import t
from console.kernel.redact import scrub
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class ErrorDialog(QDialog):
    """Shows a failure. All text is scrubbed, what is copied too."""

    def __init__(self, parent: QWidget | None, title: str, message: str, hint: str = "", details: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._text = scrub("\n\n".join(part for part in (message, hint, details) if part))
        close, copy = QPushButton(t("Close")), QPushButton(t("Copy the text"))
        close.setDefault(True)
        close.clicked.connect(self.reject)
        copy.clicked.connect(self._copy)
        body = column(
            Label(title, "title", wrap=True),
            Label(scrub(message), wrap=True, selectable=True),
            spacing=16,
            margins=(24, 24, 24, 24),
        )
        if hint:
            body.addWidget(Label(scrub(hint), "muted", wrap=True, selectable=True))
        if details:
            field = QPlainTextEdit(scrub(details))
            field.setReadOnly(True)
            field.setProperty("role", "mono")
            field.setAccessibleName(t("Details"))
            field.setMinimumHeight(200)
            body.addWidget(field, 1)
        body.addLayout(row(None, copy, close))
        self.setLayout(body)
        self.setMinimumWidth(640 if details else 440)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
