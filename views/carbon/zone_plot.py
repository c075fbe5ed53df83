"""The carbon intensity of one zone over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.domain.unit import Unit
from console.kernel.i18n import t
from console.presenters.format import number
from console.presenters.zone_course import zone_course
from views.plots.plot_series import PlotLimit, PlotMark, PlotSeries
from views.plots.time_plot import TimePlot
from views.widgets.label import ElidedLabel
from views.widgets.layout import column

if TYPE_CHECKING:
    from console.store.state import State
    from views.page import PageContext


class ZonePlot(QWidget):
    """What was as a line, what is foreseen as a dashed one, the threshold and the present moment."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._plot = TimePlot(context.theme, context.bridge, t("Carbon intensity"), Unit.G_PER_KWH)
        self._note = ElidedLabel(role="muted")
        space = context.theme.space(1)
        layout = column(spacing=space, margins=(space, 0, 0, 0))
        layout.addWidget(self._plot, 1)
        layout.addWidget(self._note)
        self.setLayout(layout)

    def show_zone(self, state: State, zone: str, now_s: float) -> None:
        """Show a zone; an empty name: there is none."""
        course = zone_course(state, zone, now_s)
        names = (t("{zone} so far", zone=zone), t("{zone} foreseen", zone=zone))
        lines = [
            PlotSeries(name, [at_s for at_s, _ in points], [grams for _, grams in points], "accent", dashed)
            for name, points, dashed in zip(names, (course.past, course.ahead), (False, True), strict=True)
            if points
        ]
        limit = PlotLimit(t("threshold {limit}", limit=number(course.threshold)), course.threshold)
        marks = [PlotMark(now_s, "border_strong")] if lines else []
        self._plot.show_series(lines, course.begins_s, course.ends_s, [limit], marks)
        self._note.setText(course.note)
        self._note.setToolTip(course.note)
