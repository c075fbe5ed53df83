"""The gates of a plan: what must hold before it goes on, and what takes it back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from console.domain.rollouts.rollout_gates import RolloutGates
from console.kernel.i18n import t
from views.widgets.number_field import NumberField

_PERCENT = 100.0


class GateFields(QWidget):
    """``changed`` after each choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        usual = RolloutGates()
        self._errors = self._threshold(t("Rollback above this error rate"), usual.most_errors)
        self._drop = self._threshold(t("Rollback above this drop of accuracy"), usual.most_accuracy_drop)
        self._judge = self._gate(t("Judge: errors, latency, accuracy"))
        self._budget = self._gate(t("Error budget"))
        self._cost, self._carbon = self._gate(t("Cost")), self._gate(t("Carbon"))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        for gate in (self._judge, self._budget, self._cost, self._carbon):
            form.addRow(gate)
        form.addRow(t("Errors above"), self._errors)
        form.addRow(t("Accuracy drops by"), self._drop)

    def _gate(self, title: str) -> QCheckBox:
        box = QCheckBox(title)
        box.setChecked(True)
        box.toggled.connect(lambda _on: self.changed.emit())
        return box

    def _threshold(self, name: str, share: float) -> NumberField:
        field = NumberField()
        field.setRange(0.01, 99.99)
        field.setDecimals(2)
        field.setSingleStep(0.5)
        field.setSuffix(" %")
        field.setValue(share * _PERCENT)
        field.setAccessibleName(name)
        field.valueChanged.connect(lambda _value: self.changed.emit())
        return field

    def gates(self) -> RolloutGates:
        """Return what was chosen."""
        return RolloutGates(
            self._judge.isChecked(),
            self._budget.isChecked(),
            self._cost.isChecked(),
            self._carbon.isChecked(),
            round(self._errors.value() / _PERCENT, 6),
            round(self._drop.value() / _PERCENT, 6),
        )
