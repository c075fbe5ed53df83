"""A new load test: what to load, how hard, within which limits, and where it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPushButton

from console.domain.capacity.load_test_plan import LoadTestPlan
from console.kernel.errors import UserError
from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.layout import column, grow_to_fit, row
from views.widgets.whole_field import WholeField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

WRITE, RUN, CLUSTER = "write", "run", "cluster"


class LoadTestDialog(QDialog):
    """``agreed`` carries where it runs and the plan; a plan that cannot be is told at once."""

    agreed = Signal(str, object)

    def __init__(self, parent: QWidget | None, places: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("New load test"))
        usual = LoadTestPlan(())
        self._urls, self._place = QLineEdit(), QComboBox()
        self._urls.setPlaceholderText("https://shop.example/ https://shop.example/search")
        self._users = _count(usual.users, 10_000)
        self._seconds = _count(usual.duration_s, 21_600, t("{number} s", number=""))
        self._p95, self._p99 = _count(round(usual.p95_ms), 600_000, " ms"), _count(round(usual.p99_ms), 600_000, " ms")
        for key, word in places:
            self._place.addItem(word, key)
        form = QFormLayout()
        for name, field in (
            (t("Addresses"), self._urls),
            (t("Virtual users"), self._users),
            (t("Duration"), self._seconds),
            (t("95 % within"), self._p95),
            (t("99 % within"), self._p99),
            (t("Where"), self._place),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        self._trouble = Label(role="error", wrap=True)
        go, stay = QPushButton(t("Go on")), QPushButton(t("Cancel"))
        go.setProperty("role", "primary")
        go.setDefault(True)
        go.clicked.connect(self._agree)
        stay.clicked.connect(self.reject)
        told = t("The load is real: whoever uses the same services feels it. Addresses are separated by blanks.")
        layout = column(
            Label(t("New load test"), "title"), Label(told, wrap=True), spacing=16, margins=(24, 24, 24, 24)
        )
        layout.addLayout(form)
        layout.addWidget(self._trouble)
        layout.addLayout(row(None, stay, go))
        self.setLayout(layout)
        self.setMinimumWidth(520)
        self._trouble.hide()

    def _agree(self) -> None:
        plan = LoadTestPlan(
            tuple(self._urls.text().split()), self._users.value(), self._seconds.value(),
            float(self._p95.value()), float(self._p99.value()),
        )  # fmt: skip
        try:
            plan.checked()
        except UserError as error:
            self._trouble.setText(f"{error.message} {error.hint}")
            self._trouble.show()
            grow_to_fit(self)
            return
        self.agreed.emit(str(self._place.currentData()), plan)
        self.accept()


def _count(value: int, most: int, suffix: str = "") -> WholeField:
    field = WholeField()
    field.setRange(1, most)
    field.setValue(value)
    field.setSuffix(suffix)
    return field
