"""How the budget of one objective went, and what another objective would mean: a plot over a slider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider, QWidget

from console.domain.health import Health
from console.domain.unit import Unit
from console.kernel.i18n import t
from console.presenters.format import short
from console.presenters.slo_detail import course_in, what_if_text
from console.presenters.slo_marks import slo_marks
from console.presenters.slo_rows import known_text
from views.plots.plot_series import PlotLimit, PlotMark, PlotSeries
from views.plots.time_plot import TimePlot
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.domain.slo.slo_course import SloCourse
    from console.domain.slo.slo_status import SloStatus
    from console.store.state import State
    from views.page import PageContext

_HUES = {Health.CRITICAL: "critical", Health.WARNING: "warning", Health.UNKNOWN: "muted"}
_LOWEST, _HIGHEST, _PARTS = 90_00, 99_99, 100  # of the slider, in hundredths of a per cent


class BurnDown(QWidget):
    """Draws what is known at once; moving the slider only computes on what is loaded."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._course: SloCourse | None = None
        self._status: SloStatus | None = None
        self._marks: list[PlotMark] = []
        self._plot = TimePlot(context.theme, context.bridge, t("Error budget left"), Unit.RATIO)
        self._note, self._answer = Label(role="muted", wrap=True), Label(role="strong", wrap=True)
        self._plot.setToolTip(tip(t("Lines mark alerts, changes and maintenance.")))
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(_LOWEST, _HIGHEST)
        self._slider.setPageStep(10)
        self._slider.setAccessibleName(t("What if the objective were"))
        self._slider.setMinimumWidth(context.theme.space(30))
        self._slider.valueChanged.connect(lambda _value: self._draw())
        question = row(Label(t("What if the objective were")), self._slider, spacing=context.theme.space(1))
        question.addWidget(self._answer, 1)
        layout = column(self._note, spacing=context.theme.space(0.5), margins=(0, context.theme.space(1), 0, 0))
        layout.addWidget(self._plot, 1)
        layout.addLayout(question)
        self.setLayout(layout)

    def show_objective(self, state: State, status: SloStatus, trouble: str) -> None:
        """Show an objective; ``trouble`` says why its course could not be asked for, or nothing."""
        if self._status is None or self._status.ref != status.ref:
            self._slider.blockSignals(True)
            self._slider.setValue(round(status.percent * _PARTS))
            self._slider.blockSignals(False)
        self._status, self._course = status, course_in(state, status)
        course = self._course
        found = slo_marks(state, status, course.begins_s, course.at_s) if course is not None else ()
        note = _note(course, trouble)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._marks = [PlotMark(one.at_s, _HUES.get(one.health, "accent")) for one in found]
        self._draw()

    def _draw(self) -> None:
        status, course = self._status, self._course
        if status is None or course is None or not course.times:
            self._plot.show_series((), 0.0, 1.0)
            self._answer.setText("")
            return
        wanted = self._slider.value() / _PARTS
        begins = course.begins_s
        times = (begins, *course.times)
        lines = [PlotSeries(_goal(status.percent), times, (1.0, *course.left(status.percent)))]
        if abs(wanted - status.percent) >= 0.5 / _PARTS:
            lines.append(PlotSeries(_goal(wanted), times, (1.0, *course.left(wanted)), dashed=True))
        self._plot.show_series(lines, begins, course.at_s, [PlotLimit(t("used up"), 0.0, "critical")], self._marks)
        self._answer.setText(what_if_text(course, wanted))


def _goal(percent: float) -> str:
    return t("Goal {percent} %", percent=short(percent))


def _note(course: SloCourse | None, trouble: str) -> str:
    if course is None:
        return trouble or t("Asking for the course of the budget …")
    parts = [t("From the local history, because: {error}", error=trouble)] if trouble else []
    known = known_text(course.known_s, course.period_s)
    if known:
        parts.append(known)
    return " · ".join(parts)
