"""Which audits are wanted: of what, against what, how urgently and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QGridLayout, QLineEdit, QPushButton, QWidget

from console.domain.audit.audit_name import AuditName
from console.kernel.i18n import t
from console.presenters.audit_word import audit_question, audit_word
from console.presenters.audits.live_row import HIGH, LOW, URGENT, USUAL, priority_text
from views.widgets.label import Label, unmarked
from views.widgets.layout import column, row
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_NAMES = 6


class AuditWish(NamedTuple):
    """``audits`` empty: all. ``branch`` empty: each project's own. ``place`` is the key of a line."""

    audits: tuple[AuditName, ...]
    branch: str
    baseline: str
    priority: int
    place: str


class AuditDialog(QDialog):
    """``agreed`` carries an ``AuditWish``. ``places`` are key, title, and why it cannot be used (empty: it can)."""

    agreed = Signal(object)

    def __init__(self, parent: QWidget | None, projects: Sequence[str], places: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Audit"))
        self._audits = {one: QCheckBox(unmarked(audit_word(one))) for one in AuditName}
        self._branch, self._baseline = QLineEdit(), QLineEdit()
        self._priority, self._place, self._why = QComboBox(), QComboBox(), Label(role="muted", wrap=True)
        self._go, stay = QPushButton(t("Audit now")), QPushButton(t("Cancel"))
        self._go.setProperty("role", "primary")
        self._go.setDefault(True)
        self._go.clicked.connect(self._agree)
        stay.clicked.connect(self.reject)
        self._fill(places)
        names = ", ".join(projects[:_MOST_NAMES])
        more = t("{names} and {count} more", names=names, count=len(projects) - _MOST_NAMES)
        layout = column(
            Label(t("Audit {count} projects", count=len(projects)) if len(projects) > 1 else t("Audit"), "title"),
            Label(more if len(projects) > _MOST_NAMES else names, wrap=True),
            self._boxes(),
            spacing=16,
            margins=(24, 24, 24, 24),
        )
        layout.addLayout(self._form())
        layout.addWidget(self._why)
        layout.addLayout(row(None, stay, self._go))
        self.setLayout(layout)
        self.setMinimumWidth(560)
        self._check()

    def _fill(self, places: Sequence[tuple[str, str, str]]) -> None:
        for one, box in self._audits.items():
            box.setChecked(True)
            box.setToolTip(tip(audit_question(one)))
            box.toggled.connect(lambda _on: self._check())
        for priority in (URGENT, HIGH, USUAL, LOW):
            self._priority.addItem(priority_text(priority), priority)
        self._priority.setCurrentIndex(self._priority.findData(USUAL))
        told = []
        for key, title, why_not in places:
            self._place.addItem(title, key)
            if why_not:
                model = self._place.model()
                item = model.item(self._place.count() - 1) if isinstance(model, QStandardItemModel) else None
                if item is not None:
                    item.setEnabled(False)
                    item.setToolTip(tip(why_not))
                told.append(title)
        names = ", ".join(told)
        self._why.setText(t("Cannot be used now: {places}. The list says why under the pointer.", places=names))
        self._why.setToolTip(tip("\n".join(f"{title}: {why}" for _key, title, why in places if why)))
        self._why.setVisible(bool(told))

    def _boxes(self) -> QWidget:
        part, grid = QWidget(), QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        for place, box in enumerate(self._audits.values()):
            grid.addWidget(box, place // 4, place % 4)
        part.setLayout(grid)
        return part

    def _form(self) -> QFormLayout:
        self._branch.setPlaceholderText(t("each project's own branch"))
        self._baseline.setPlaceholderText(t("nothing: every finding counts as new"))
        form = QFormLayout()
        for name, field in (
            (t("Branch, tag or commit"), self._branch),
            (t("Compared with"), self._baseline),
            (t("Priority"), self._priority),
            (t("Where"), self._place),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        return form

    def _check(self) -> None:
        self._go.setEnabled(any(box.isChecked() for box in self._audits.values()))

    def _agree(self) -> None:
        chosen = tuple(one for one, box in self._audits.items() if box.isChecked())
        self.agreed.emit(
            AuditWish(
                () if len(chosen) == len(self._audits) else chosen,
                self._branch.text().strip(),
                self._baseline.text().strip(),
                int(self._priority.currentData()),
                str(self._place.currentData()),
            )
        )
        self.accept()
