"""The forecast of one cell as a fan, beside what tells how far to trust it, above its campaigns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain.unit import Unit
from console.kernel.i18n import t
from console.presenters.capacity.capacity_row import need_text
from console.presenters.capacity.cell_demand import campaign_multiples, planned_forecast
from console.presenters.capacity.fan_course import FanCourse, fan_course
from console.presenters.forecast_text import note_text, trust_text
from views.capacity.campaign_sliders import CampaignSliders
from views.plots.plot_series import PlotBand, PlotMark, PlotSeries
from views.plots.time_plot import TimePlot
from views.widgets.label import Label
from views.widgets.layout import column

if TYPE_CHECKING:
    from console.domain.capacity.cell_outlook import CellOutlook
    from console.presenters.capacity.capacity_view import CapacityView
    from views.page import PageContext

_STRENGTHS = (0.10, 0.12, 0.16)


class ForecastPanel(QWidget):
    """Dragging a campaign shapes only this cell's forecast; ``tried`` carries what the whole review should take."""

    tried = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._view: CapacityView | None = None
        self._cell = ""
        self._plot = TimePlot(context.theme, context.bridge, t("Daily peaks of the requests"), Unit.PER_SECOND)
        self._need, self._trust = Label(role="strong", wrap=True), Label(wrap=True)
        self._notes = Label(role="muted", wrap=True)
        self._sliders, self._room = CampaignSliders(context), QWidget()
        self._sliders.moved.connect(self._drag)
        self._sliders.settled.connect(self.tried)
        layout = column(
            self._need, self._trust, self._notes, spacing=context.theme.space(0.5),
            margins=(0, context.theme.space(1), 0, 0),
        )  # fmt: skip
        layout.addWidget(self._plot, 1)
        layout.addWidget(self._room, 1)
        layout.addWidget(self._sliders)
        self.setLayout(layout)

    def show_cell(self, view: CapacityView, cell: str, *, is_computing: bool) -> None:
        """Show a cell of a view."""
        self._view, self._cell = view, cell
        series, forecast = view.series(cell), view.forecast(cell)
        if series is None or forecast is None:
            self._trust.setText(
                t("The demand of this cell has not been forecast yet: the forecasts are being computed.")
                if is_computing
                else t("The demand of this cell has not been forecast yet: compute the forecasts above.")
            )
            for widget in (self._plot, self._sliders, self._notes, self._need):
                widget.hide()
            self._room.show()
            return
        self._room.hide()
        self._plot.show()
        self._need.show()
        row = next((one for one in view.rows if one.cell == cell), None)
        self._need.setText(need_text(row) if row is not None else "")
        self._trust.setText(trust_text(series.backtest))
        self._notes.setText(" ".join(note_text(one) for one in series.notes))
        self._notes.setVisible(bool(series.notes))
        estate = view.state.estate
        multiples = campaign_multiples(estate, series) if estate is not None else ()
        self._sliders.show_campaigns(multiples, dict(view.plan.uplifts))
        self._sliders.setVisible(bool(multiples))
        outlook = view.outlook(cell)
        self._draw(fan_course(series, forecast, outlook.course if outlook is not None else None))

    def _drag(self, uplifts: tuple[tuple[str, float], ...]) -> None:
        view = self._view
        series = view.series(self._cell) if view is not None else None
        if view is None or series is None or view.state.estate is None:
            return
        forecast = planned_forecast(view.state.estate, series, replace(view.plan, uplifts=uplifts))
        self._draw(fan_course(series, forecast, None))

    def _draw(self, course: FanCourse) -> None:
        outlook = self._view.outlook(self._cell) if self._view is not None else None
        lines = [
            PlotSeries(t("measured"), course.past_times, course.past, hue="muted"),
            PlotSeries(t("forecast"), course.times, course.middle, hue="accent"),
        ]
        if course.need_times:
            lines.append(PlotSeries(t("needed with buffer and spare"), course.need_times, course.need, dashed=True))
        bands = [
            PlotBand(course.times, one.low, one.high, strength=strength)
            for one, strength in zip(course.bands, _STRENGTHS, strict=True)
        ]
        carries = outlook.load.capacity.rps if outlook is not None else None
        if carries is not None:
            ends = (course.begins_s, course.ends_s)
            lines.append(PlotSeries(t("can carry"), ends, (carries, carries), hue="critical", dashed=True))
        self._plot.show_series(lines, course.begins_s, course.ends_s, (), _marks(outlook), bands)
        self._plot.setToolTip(t("The bands hold 90 %, 80 % and 50 % of the courses."))


def _marks(outlook: CellOutlook | None) -> list[PlotMark]:
    run_out = outlook.run_out if outlook is not None else None
    return [PlotMark(run_out.likely_s, "critical")] if run_out is not None and run_out.likely_s is not None else []
