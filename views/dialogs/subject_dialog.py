"""What a load test was of: with cell, service and replicas it is evidence of capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPushButton

from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.whole_field import WholeField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from console.estate.schema.cell import Cell


class SubjectDialog(QDialog):
    """``agreed`` carries title, cell, service and replicas (0: not told)."""

    agreed = Signal(str, str, str, int)

    def __init__(self, parent: QWidget | None, title: str, cells: Sequence[Cell]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("What was tested?"))
        self._cells = tuple(cells)
        self._title, self._cell, self._service = QLineEdit(title), QComboBox(), QComboBox()
        self._replicas = WholeField()
        self._replicas.setRange(0, 10_000)
        self._replicas.setSpecialValueText(t("not known"))
        self._cell.addItem(t("none of the estate"), "")
        for one in self._cells:
            self._cell.addItem(one.title or one.key, one.key)
        self._cell.currentIndexChanged.connect(lambda _place: self._offer())
        form = QFormLayout()
        for name, field in (
            (t("Title"), self._title),
            (t("Cell"), self._cell),
            (t("Service"), self._service),
            (t("Replicas"), self._replicas),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        go, stay = QPushButton(t("Keep the result")), QPushButton(t("Cancel"))
        go.setProperty("role", "primary")
        go.setDefault(True)
        go.clicked.connect(self._agree)
        stay.clicked.connect(self.reject)
        told = t("With cell, service and replicas it is evidence of what a replica can carry.")
        layout = column(Label(t("What was tested?"), "title"), Label(told, wrap=True), spacing=16,
                        margins=(24, 24, 24, 24))  # fmt: skip
        layout.addLayout(form)
        layout.addLayout(row(None, stay, go))
        self.setLayout(layout)
        self.setMinimumWidth(440)
        self._offer()

    def _offer(self) -> None:
        chosen = next((one for one in self._cells if one.key == self._cell.currentData()), None)
        self._service.clear()
        self._service.addItem(t("not told"), "")
        for one in chosen.services if chosen is not None else ():
            self._service.addItem(one.title or one.name, one.name)

    def _agree(self) -> None:
        self.agreed.emit(
            self._title.text().strip(), str(self._cell.currentData() or ""), str(self._service.currentData() or ""),
            self._replicas.value(),
        )  # fmt: skip
        self.accept()
