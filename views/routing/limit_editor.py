"""One limit: demand against it, another value, and what that would have refused."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QPushButton, QSlider, QWidget

from console.domain.health import Health
from console.domain.unit import Unit
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.routing.limit_change import limit_change
from console.presenters.routing.limit_effect import limit_effect
from views.plots.plot_series import PlotLimit, PlotSeries
from views.plots.time_plot import TimePlot
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel, Label
from views.widgets.layout import column, row
from views.widgets.number_field import NumberField
from views.widgets.tip import tip
from views.widgets.wrapped_code import WrappedCode

if TYPE_CHECKING:
    from console.domain.operation import Operation
    from console.presenters.routing.limit_row import LimitRow
    from console.store.state import State
    from views.page import PageContext

_PARTS = 1000
_MOST = 1e12


class LimitEditor(QWidget):
    """Moving the slider only computes on what is loaded; the change is reviewed and applied by the change engine."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._state: State | None = None
        self._row: LimitRow | None = None
        self._wanted, self._touched = 0.0, False
        self._operation: Operation | None = None
        theme = context.theme
        self._title, self._place, self._badge = Label(role="section"), ElidedLabel(role="mono"), Badge(theme)
        self._facts, self._refused = Label(role="muted", wrap=True), Label(role="error", wrap=True)
        self._slider, self._field = QSlider(Qt.Orientation.Horizontal), NumberField()
        self._slider.setRange(1, _PARTS)
        self._field.setRange(0, _MOST)
        self._field.setKeyboardTracking(False)
        self._field.setMinimumWidth(theme.space(14))
        for widget in (self._slider, self._field):
            widget.setAccessibleName(t("New limit"))
        self._slider.valueChanged.connect(lambda part: self._move(part * self._scale() / _PARTS))
        self._field.valueChanged.connect(self._move)
        self._take, self._back = QPushButton(t("As proposed")), QPushButton(t("As it is"))
        self._take.clicked.connect(lambda: self._move(self._row.proposal if self._row is not None else None))
        self._back.clicked.connect(self._take_back)
        self._review = QPushButton(t("Review change"))
        self._review.setProperty("role", "primary")
        self._review.clicked.connect(self._start)
        self._plot = TimePlot(theme, context.bridge, t("Recorded demand"), Unit.PER_SECOND)
        self._mark, self._effect = Badge(theme), Label(role="strong", wrap=True)
        self._ground, self._evidence = Label(role="muted", wrap=True), WrappedCode(theme, t("Evidence"))
        self._lay_out(theme.space(1))

    def _lay_out(self, gap: int) -> None:
        head = row(self._title, self._badge, spacing=gap)
        head.addWidget(self._place, 1)
        wish = row(Label(t("New limit")), spacing=gap)
        wish.addWidget(self._slider, 1)
        wish.addWidget(self._field)
        answer = row(self._mark, spacing=gap)
        answer.addWidget(self._effect, 1)
        layout = column(head, self._facts, spacing=gap, margins=(gap, 0, 0, 0))
        layout.addWidget(self._plot, 1)
        for part in (wish, row(None, self._take, self._back, self._review, spacing=gap), answer):
            layout.addLayout(part)
        for widget in (self._refused, self._ground, self._evidence):
            layout.addWidget(widget)
        layout.addStretch(0)
        self.setLayout(layout)

    def show_limit(self, state: State, found: LimitRow | None) -> None:
        """Show a limit; ``None``: there is none. A value set by hand stays until it is taken back or in force."""
        self.setVisible(found is not None)
        self._state = state
        if found is None:
            return
        same = self._row is not None and self._row.key == found.key
        self._row = found
        if not same or not self._touched or self._is_set(found):
            self._wanted, self._touched = found.limit or found.proposal or 0.0, False
        self._field.setSuffix(f" {found.unit}" if found.unit else "")
        self._field.setSingleStep(max(0.01, float(f"{self._scale() / 100:.1g}")))
        self._title.setText(found.title)
        self._badge.show_health(found.health)
        self._place.setText(f"{found.namespace}/{found.place} {found.entry}".strip())
        self._facts.setText(_facts(found))
        self._take.setVisible(found.proposal is not None)
        self._plot.setVisible(found.course is not None)
        self._evidence.show_text(found.evidence)
        self._work_out()

    def _is_set(self, found: LimitRow) -> bool:
        """Return whether the limit is what is wanted."""
        return found.limit is not None and abs(self._wanted - found.limit) <= 1e-6 * max(1.0, found.limit)

    def _scale(self) -> float:
        found = self._row
        known = (found.limit, found.peak, found.used) if found is not None else ()
        return 2 * max((one for one in known if one is not None and isfinite(one)), default=1.0) or 1.0

    def _move(self, value: float | None) -> None:
        if value is not None:
            self._wanted, self._touched = value, True
            self._work_out()

    def _take_back(self) -> None:
        self._touched = False
        if self._state is not None:
            self.show_limit(self._state, self._row)

    def _work_out(self) -> None:
        """Say what the value would have done, and whether it can be set."""
        found, state = self._row, self._state
        if found is None or state is None:
            return
        with QSignalBlocker(self._slider), QSignalBlocker(self._field):
            self._slider.setValue(round(min(1.0, self._wanted / self._scale()) * _PARTS))
            self._field.setValue(self._wanted)
        effect = limit_effect(found, self._wanted)
        self._effect.setText(effect.sentence)
        self._mark.setVisible(effect.health is not Health.UNKNOWN)
        self._mark.show_health(effect.health)
        self._ground.setText(effect.ground)
        self._ground.setVisible(bool(effect.ground))
        self._draw(found)
        self._weigh(state, found, effect.sentence)

    def _draw(self, found: LimitRow) -> None:
        course = found.course
        if course is None or not course.rates:
            return
        times = [course.first_s + place * course.step_s for place in range(len(course.rates))]
        limits = [] if found.limit is None else [PlotLimit(t("limit"), found.limit, "critical")]
        if self._wanted != found.limit:  # two names in one place could not be read
            limits.append(PlotLimit(t("new limit"), self._wanted, "accent"))
        lines = (PlotSeries(found.scope, times, course.values().tolist()),)
        self._plot.show_series(lines, times[0] - course.step_s, times[-1], limits)

    def _weigh(self, state: State, found: LimitRow, effect: str) -> None:
        why, self._operation = "", None
        try:
            self._operation = limit_change(state.estate, found, self._wanted)
        except UserError as error:
            why = str(error)
        self._refused.setText(why)
        self._refused.setVisible(bool(why))
        locked = self._context.changes.why_not(found.connection)
        same = self._is_set(found)
        self._review.setEnabled(not why and not locked and not same)
        said = why or locked or (t("This is the limit as it is.") if same else effect)
        self._review.setToolTip(tip(said))
        self._review.setAccessibleDescription(said)
        self._back.setEnabled(not same)

    def _start(self) -> None:
        if self._operation is not None:
            estimate = f"{self._effect.text()} {self._ground.text()}".strip()
            self._context.changes.start(self._operation, estimate=estimate)


def _facts(found: LimitRow) -> str:
    parts = [
        t("Limit {limit}, used now {used}, recorded peak {peak}.", limit=found.amount(found.limit),
          used=found.amount(found.used), peak=found.amount(found.peak)),
    ]  # fmt: skip
    if found.proposal is not None:
        parts.append(t("Proposed: {proposal}, {why}.", proposal=found.amount(found.proposal), why=found.reason))
    return " ".join(parts)
