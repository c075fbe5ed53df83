"""What the review assumes of growth, and the button that computes the forecasts anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from console.domain.forecast.scenario import Scenario
from console.kernel.i18n import t
from console.presenters.capacity.capacity_plan import CapacityPlan
from console.presenters.forecast_text import scenario_text
from views.widgets.label import Label, set_role
from views.widgets.layout import row
from views.widgets.number_field import NumberField

if TYPE_CHECKING:
    from views.page import PageContext

_KEPT = "capacity/plan"


class PlanBar(QWidget):
    """``changed`` carries the plan, ``asked`` asks for new forecasts, or to stop computing them."""

    changed = Signal(object)
    asked = Signal()
    export_asked = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._memory = context.memory
        self.plan = _kept_plan(self._memory.get(_KEPT))
        self._scenario, self._growth = QComboBox(), NumberField()
        for scenario in Scenario:
            self._scenario.addItem(scenario_text(scenario), scenario.value)
        self._scenario.setAccessibleName(t("How demand goes on"))
        self._growth.setRange(-90.0, 900.0)
        self._growth.setSuffix(t(" % a year"))
        self._growth.setDecimals(0)
        self._growth.setAccessibleName(t("Growth in a year"))
        self._scenario.setCurrentIndex(max(0, self._scenario.findData(self.plan.scenario.value)))
        self._growth.setValue(self.plan.growth_per_year * 100)
        self._scenario.currentIndexChanged.connect(lambda _place: self._change())
        self._growth.valueChanged.connect(lambda _value: self._change())
        self._compute = QPushButton(t("Compute forecasts"))
        self._compute.clicked.connect(self.asked)
        export = QPushButton(t("Export review …"))
        export.clicked.connect(self.export_asked)
        self._said = Label(role="muted")
        self._is_missing = self._is_running = False
        layout = row(Label(t("Demand")), self._scenario, self._growth, self._said, spacing=context.theme.space(1))
        layout.addStretch(1)
        layout.addWidget(self._compute)
        layout.addWidget(export)
        self.setLayout(layout)
        self._growth.setVisible(self.plan.scenario is Scenario.OWN)

    def _change(self) -> None:
        scenario = Scenario(self._scenario.currentData())
        self._growth.setVisible(scenario is Scenario.OWN)
        self.plan = replace(self.plan, scenario=scenario, growth_per_year=self._growth.value() / 100)
        self._memory.keep(_KEPT, f"{scenario.value} {self.plan.growth_per_year}")
        self.changed.emit(self.plan)

    def try_uplifts(self, uplifts: tuple[tuple[str, float], ...]) -> None:
        """Take what somebody tries for campaigns."""
        self.plan = replace(self.plan, uplifts=uplifts)
        self.changed.emit(self.plan)

    def show_work(self, text: str, *, is_running: bool) -> None:
        """Say how far the forecasts are."""
        self._said.setText(text)
        self._is_running = is_running
        self._compute.setText(t("Cancel") if is_running else t("Compute forecasts"))
        self._dress()

    def urge(self, *, is_missing: bool) -> None:
        """Let the button stand out while there is no forecast at all."""
        self._is_missing = is_missing
        self._dress()

    def _dress(self) -> None:
        set_role(self._compute, "primary" if self._is_missing and not self._is_running else "")

    def next_scenario(self) -> None:
        """Take the next scenario, after the last the first."""
        self._scenario.setCurrentIndex((self._scenario.currentIndex() + 1) % self._scenario.count())


def _kept_plan(kept: object) -> CapacityPlan:
    scenario, _, growth = str(kept or "").partition(" ")
    try:
        return CapacityPlan(Scenario(scenario), float(growth))
    except ValueError:
        return CapacityPlan()
