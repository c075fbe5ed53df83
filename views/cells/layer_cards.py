"""The six layers of a cell as cards: health, lead metrics with their course, and what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from console.presenters.signal_text import layer_label
from views.cells.figure_column import TREND_S, figure_tip
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel, Label
from views.widgets.layout import card, column, row
from views.widgets.sparkline import Sparkline
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.figure import Figure
    from console.presenters.layer_matrix import LayerCell
    from views.page import PageContext

COLUMNS = 3


class LayerCards(QWidget):
    """Two rows of three cards."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._cards: dict[str, _Card] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 8, 0, 0)
        self._grid.setSpacing(context.theme.space(1))

    def show_layers(self, layers: Sequence[LayerCell]) -> None:
        """Show the layers in their order."""
        for place, layer in enumerate(layers):
            known = self._cards.get(layer.layer)
            if known is None:
                known = self._cards[layer.layer] = _Card(self._context)
                self._grid.addWidget(known, place // COLUMNS, place % COLUMNS)
            known.show_layer(layer)
        self._grid.setRowStretch(self._grid.rowCount(), 1)


class _Card(QWidget):
    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._title, self._badge = Label(role="section"), Badge(context.theme)
        self._lines: dict[str, _Line] = {}
        self._figures = column(spacing=4)
        self._advice = Label(role="caption", wrap=True)
        inner = column(row(self._title, None, self._badge), self._figures, None, self._advice, margins=(12, 8, 12, 8))
        self.setLayout(column(card(inner)))

    def show_layer(self, layer: LayerCell) -> None:
        """Show one layer."""
        self._title.setText(layer_label(layer.layer))
        self._badge.show_health(layer.health)
        self._badge.setToolTip(tip("\n".join(layer.reasons)))
        for figure in layer.figures:
            line = self._lines.get(figure.key)
            if line is None:
                line = self._lines[figure.key] = _Line(self._context)
                self._figures.addWidget(line)
            line.show_figure(figure)
        self._advice.setText(f"{layer.strategy}: {layer.advice}" if layer.strategy else layer.advice)
        self.setAccessibleName(f"{layer_label(layer.layer)}: {self._badge.text()}")


class _Line(QWidget):
    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._label, self._value = ElidedLabel(role="muted"), Label(role="strong")
        self._course = Sparkline(context.theme)
        box = row(spacing=8)
        box.addWidget(self._label, 2)
        box.addWidget(self._course, 2)
        box.addWidget(self._value, 0)
        self.setLayout(box)

    def show_figure(self, figure: Figure) -> None:
        """Show a figure and its last hour."""
        self._label.setText(figure.label)
        self._value.setText(figure.text)
        self.setToolTip(tip(figure_tip(figure)))
        self.setAccessibleName(f"{figure.label}: {figure.text}")
        if figure.series is not None:
            now_s = self._context.clock.now().timestamp()
            self._course.show_series(*self._context.session.store.series.read(figure.series, now_s - TREND_S))
