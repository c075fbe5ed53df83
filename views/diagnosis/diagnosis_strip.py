"""One line above a page: the worst diagnosis, and the way to it; hidden while nothing is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel
from views.widgets.layout import row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.diagnosis_rows import DiagnosisRow
    from views.theme.theme import Theme


class DiagnosisStrip(QWidget):
    """``opened`` carries the worst diagnosis."""

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._worst: DiagnosisRow | None = None
        self._badge, self._text = Badge(theme), ElidedLabel(role="strong")
        self._button = QPushButton(t("Show the diagnosis"))
        self._button.clicked.connect(lambda: self.opened.emit(self._worst))
        layout = row(self._badge, spacing=8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        self.setLayout(layout)
        self.hide()

    def show_rows(self, rows: Sequence[DiagnosisRow]) -> None:
        """Show the first, and how many there are besides."""
        self.setVisible(bool(rows))
        if not rows:
            return
        first = self._worst = rows[0]
        text = t("{fault} in {cells}: {meaning}", fault=first.title, cells=first.where, meaning=first.meaning)
        self._badge.show_health(first.health, t("Diagnosis") if len(rows) == 1 else t("{n} diagnoses", n=len(rows)))
        self._text.setText(text)
        self._button.setAccessibleDescription(text)
