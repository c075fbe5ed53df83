"""Time plot: series over time; pyqtgraph and numpy are imported when the first one is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.kernel.i18n import t
from console.presenters.format import local_time, quantity
from views.plots.plot_legend import PlotLegend
from views.plots.redraw_turn import turn_of
from views.widgets.label import Label
from views.widgets.layout import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from console.domain.unit import Unit
    from views.bridge import Bridge
    from views.plots.plot_canvas import PlotCanvas
    from views.plots.plot_series import PlotBand, PlotLimit, PlotMark, PlotSeries
    from views.theme.theme import Theme

MOST_SPOKEN = 8
MOST_NAMED = 40  # more do not fit into the line of the legend


class TimePlot(QWidget):
    """A plot with its legend. ``show_series`` is cheap: drawing waits for the plot's turn, and for its being seen."""

    def __init__(self, theme: Theme, bridge: Bridge, title: str, unit: Unit) -> None:
        super().__init__()
        self._theme, self._turn, self._title, self._unit = theme, turn_of(bridge), title, unit
        self._series: Sequence[PlotSeries] = ()
        self._limits: Sequence[PlotLimit] = ()
        self._marks: Sequence[PlotMark] = ()
        self._bands: Sequence[PlotBand] = ()
        self._span = (0.0, 1.0)
        self._stale = False
        self._canvas: PlotCanvas | None = None
        self._legend = PlotLegend(theme)
        self._nothing = Label(t("No points in this time range."), "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._box = column(Label(title, "strong"), self._legend, self._nothing, spacing=theme.space(0.5))
        self._box.setStretch(2, 1)
        self.setLayout(self._box)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)
        theme.changed.connect(self._ask)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._theme.space(50), self._theme.space(26))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._theme.space(24), self._theme.space(16))

    def measure_in(self, unit: Unit) -> None:
        """Take another unit for what is shown next."""
        if unit is self._unit:
            return
        self._unit = unit
        if self._canvas is not None:  # its axis has the old one
            self._box.removeWidget(self._canvas)
            self._canvas.deleteLater()
            self._canvas = None

    def show_series(
        self,
        series: Sequence[PlotSeries],
        start_s: float,
        end_s: float,
        limits: Sequence[PlotLimit] = (),
        marks: Sequence[PlotMark] = (),
        bands: Sequence[PlotBand] = (),
    ) -> None:
        """Show series between two moments (unix seconds), with moments that matter and bands behind them."""
        self._series, self._limits, self._span, self._marks = series, limits, (start_s, end_s), marks
        self._bands = bands
        last = [(one.name, one.values[-1]) for one in series[:MOST_SPOKEN] if len(one.values)]
        words = ", ".join(f"{name}: {quantity(float(value), self._unit)}" for name, value in last)
        self.setAccessibleDescription(words or self._nothing.text())
        self._ask()

    def _ask(self) -> None:
        self._stale = True
        if self.isVisible():
            self._turn.ask(self)

    def redraw(self) -> None:
        """Draw, if it is seen and something changed; called when it is this plot's turn."""
        if not self._stale or not self.isVisible():
            return
        self._stale = False
        known = any(len(one.times) for one in self._series)
        canvas = self._canvas_of() if known else self._canvas
        self._nothing.setVisible(not known)
        self._legend.setVisible(known)
        if canvas is None:
            return
        canvas.setVisible(known)
        if known:
            canvas.draw(self._series, self._span, self._limits, self._marks, self._bands)
        self._read_out(None)

    def _canvas_of(self) -> PlotCanvas:
        if self._canvas is None:
            from views.plots.lean_import import import_leanly  # noqa: PLC0415 - pyqtgraph and numpy cost 0.3 s

            import_leanly()
            from views.plots.plot_canvas import PlotCanvas  # noqa: PLC0415

            self._canvas = PlotCanvas(self._theme, self._unit)
            self._canvas.hovered.connect(self._read_out)
            self._box.addWidget(self._canvas, 1)
        return self._canvas

    def _read_out(self, at_s: object) -> None:
        """Show the values at a moment, or the last ones."""
        moment = float(at_s) if isinstance(at_s, float) else None
        entries = []
        for place, one in enumerate(self._series[:MOST_NAMED]):
            value = self._canvas.value_at(place, moment) if self._canvas is not None else None
            hue = self._theme.colour(one.hue) if one.hue else self._theme.plot(place)
            entries.append((one.name, quantity(value, self._unit), hue, one.dashed))
        self._legend.show_entries(entries, local_time(moment) if moment is not None else "", len(self._series))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._stale:
            self._turn.ask(self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._ask()
