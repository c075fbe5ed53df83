"""One target of a router: its shares, and a slider and a field for another weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QSlider

from console.kernel.i18n import t
from console.presenters.format import percent
from views.widgets.label import Label
from views.widgets.number_field import NumberField
from views.widgets.paragraph import Paragraph

if TYPE_CHECKING:
    from PySide6.QtWidgets import QGridLayout, QWidget

    from console.presenters.routing.router_row import RouterTarget
    from views.theme.theme import Theme

_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class WeightLine(QObject):
    """``moved`` carries the wanted weight in parts of the whole, moved by hand only."""

    moved = Signal(int)

    def __init__(self, theme: Theme, grid: QGridLayout, line: int, target: RouterTarget, whole: int) -> None:
        super().__init__(grid)
        self._whole = whole
        self._name = Label(target.title, "strong")
        self._shares = (Label(), Label(), Label())
        self._slider, self._field, self._effect = QSlider(Qt.Orientation.Horizontal), NumberField(), Paragraph()
        self._slider.setRange(0, whole)
        self._slider.setPageStep(max(1, whole // 10))
        self._slider.setMinimumWidth(theme.space(8))
        self._field.setDecimals(1 if whole > 100 else 0)
        self._field.setRange(0, 100)
        self._field.setSingleStep(100 / whole)
        self._field.setSuffix(" %")
        self._field.setKeyboardTracking(False)
        self._field.setMinimumWidth(theme.space(10))
        for widget in (self._slider, self._field):
            widget.setAccessibleName(t("Weight of {target}", target=target.title))
        for label in self._shares:
            label.setAlignment(_NUMBER)
        self._slider.valueChanged.connect(self.moved)
        self._field.valueChanged.connect(lambda value: self.moved.emit(round(value * whole / 100)))
        for place, cell in enumerate(self.widgets()):
            grid.addWidget(cell, line, place)
        self.show_target(target)

    def widgets(self) -> tuple[QWidget, ...]:
        """Return the cells of the line, from left to right."""
        return (self._name, *self._shares, self._slider, self._field, self._effect)

    def show_target(self, target: RouterTarget) -> None:
        """Show what is agreed, configured and observed."""
        one = target.shares
        for label, value in zip(self._shares, (one.agreed, one.configured, one.observed), strict=True):
            label.setText(percent(value))

    def show_weight(self, part: int, effect: str) -> None:
        """Show a wanted weight and what it would have done, without telling anybody."""
        for widget in (self._slider, self._field):
            widget.blockSignals(True)
        self._slider.setValue(part)
        self._field.setValue(part * 100 / self._whole)
        for widget in (self._slider, self._field):
            widget.blockSignals(False)
        self._effect.setText(effect)
