"""A slider for each campaign ahead: what if it were stronger or weaker?"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from console.kernel.i18n import t
from console.presenters.format import number
from views.widgets.label import Label
from views.widgets.tab_order import put_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.page import PageContext

_PARTS = 20
_LOWEST, _HIGHEST = 0.5, 5.0
_MOST = 6


class CampaignSliders(QWidget):
    """``moved`` carries (title, multiple) pairs while dragging, ``settled`` when the slider is let go.

    Only campaigns that somebody moved are carried: the others keep the multiple that they have of themselves.
    """

    moved = Signal(object)
    settled = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(context.theme.space(1))
        self._grid.setColumnStretch(1, 1)
        self._sliders: dict[str, tuple[QSlider, Label]] = {}
        self._told: tuple[tuple[str, float], ...] = ()
        self._tried: dict[str, float] = {}

    def show_campaigns(self, campaigns: Sequence[tuple[str, float]], tried: dict[str, float]) -> None:
        """Show the campaigns (title, multiple as planned or measured); ``tried`` are those that somebody moved."""
        told = tuple(campaigns[:_MOST])
        if told == self._told:
            return
        self._told = told
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._sliders, self._tried = {}, dict(tried)
        for place, (title, multiple) in enumerate(told):
            self._add(place, title, tried.get(title, multiple))
        put_after(self, self)

    def _add(self, place: int, title: str, multiple: float) -> None:
        slider, said = QSlider(Qt.Orientation.Horizontal), Label(f"× {number(multiple, 2)}", "mono")
        slider.setRange(floor(min(_LOWEST, multiple) * _PARTS), ceil(max(_HIGHEST, multiple) * _PARTS))
        slider.setValue(round(multiple * _PARTS))
        slider.setAccessibleName(t("Strength of {campaign}", campaign=title))
        slider.valueChanged.connect(lambda value, title=title: self._move(title, value / _PARTS))
        slider.sliderReleased.connect(lambda: self.settled.emit(tuple(self._tried.items())))
        for at, widget in enumerate((Label(title), slider, said)):
            self._grid.addWidget(widget, place, at)
        self._sliders[title] = slider, said

    def _move(self, title: str, multiple: float) -> None:
        slider, said = self._sliders[title]
        self._tried[title] = multiple
        said.setText(f"× {number(multiple, 2)}")
        self.moved.emit(tuple(self._tried.items()))
        if not slider.isSliderDown():  # by the keyboard
            self.settled.emit(tuple(self._tried.items()))
