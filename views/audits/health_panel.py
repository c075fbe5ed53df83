"""The health of a project: the formula with its numbers, what would raise it most, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.domain.unit import Unit
from console.kernel.i18n import t
from console.presenters.audits.health_view import best_gain_text, formula_text, gain_rows, reckoning_text
from views.audits.gain_table import GainTable
from views.plots.plot_series import PlotLimit, PlotSeries
from views.plots.time_plot import TimePlot
from views.widgets.label import Label
from views.widgets.layout import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.audits.audit_sight import AuditSight
    from console.store.audits.audit_book import AuditRecord
    from views.page import PageContext


class HealthPanel(QWidget):
    """``gains.opened`` carries the row of a rule."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._best, self._reckoning = Label(role="strong", wrap=True), Label(wrap=True, selectable=True)
        self._formula = Label(role="caption", wrap=True)
        self.gains = GainTable(context)
        space = context.theme.space(1)
        layout = column(self._best, self._reckoning, self._formula, spacing=space, margins=(0, space, 0, 0))
        layout.addWidget(self.gains, 1)
        self.setLayout(layout)

    def show_nothing(self, why: str) -> None:
        """Say why there is no health to be seen."""
        self.gains.set_rows(())
        self.gains.say_when_empty(why)
        for label in (self._best, self._reckoning):
            label.setText("")

    def show_sight(self, sight: AuditSight) -> None:
        """Show the health of a project."""
        self._best.setText(best_gain_text(sight))
        self._reckoning.setText(reckoning_text(sight))
        self._formula.setText(formula_text())
        self.gains.say_when_empty(t("Nothing that was measured would raise it further."))
        self.gains.set_rows(gain_rows(sight))


class TrendPanel(TimePlot):
    """The health over the runs, with the least that the team's profile wants."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, context.bridge, t("Health over the runs"), Unit.COUNT)

    def show_records(self, records: Sequence[AuditRecord]) -> None:
        """Show the runs of a project, oldest first."""
        known = [one for one in records if one.tasks and one.health is not None]
        if not known:
            self.show_series((), 0.0, 1.0)
            return
        times = tuple(one.at_s for one in known)
        series = PlotSeries(t("Health"), times, tuple(float(one.health or 0.0) for one in known))
        least = PlotLimit(t("passed from here"), 100.0 * known[-1].profile.strictness)
        span = max(60.0, times[-1] - times[0])
        self.show_series((series,), times[0] - 0.02 * span, times[-1] + 0.02 * span, (least,))
