"""The course of a cell's signals as plots, from its metric server or, without it, from the local history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from console.kernel.i18n import t
from console.ports.metric import MetricReader
from console.presenters.signal_history import belongs_to, history_plans, series_name, step_s
from views.plots.plot_series import PlotLimit, PlotSeries
from views.plots.time_plot import TimePlot
from views.widgets.label import Label
from views.widgets.layout import card, column

if TYPE_CHECKING:
    from console.estate.schema.cell import Cell
    from console.kernel.errors import ConsoleError
    from console.ports.metric import Answer
    from console.presenters.signal_history import HistoryPlan
    from console.store.state import State
    from views.page import PageContext

COLUMNS = 2


class HistoryPanel(QScrollArea):
    """Asks again only when the cell or the range changes, or when a new point can be seen."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._scope = context.session.runtime.scope("cell history")
        self._plots: dict[str, TimePlot] = {}
        self._asked: tuple[str, int, float] = ("", 0, 0.0)
        self._note = Label(role="muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(context.theme.space(1))
        inner = QWidget()
        inner.setProperty("role", "plain")
        inner.setLayout(column(self._note, self._grid, None))
        self.setWidgetResizable(True)
        self.setWidget(inner)
        self.setAccessibleName(t("History"))

    def show_cell(self, state: State, cell: Cell, now_s: float) -> None:
        """Show a cell over the time range of the window."""
        span_s = self._context.time_range.seconds
        key, span, asked_s = self._asked
        if (key, span) == (cell.key, span_s) and now_s - asked_s < step_s(span_s):
            return
        plans = history_plans(state, cell)
        if not any(plan.query for plan in plans) and key == cell.key:
            return
        self._asked = (cell.key, span_s, now_s)
        self._note.hide()
        for place, plan in enumerate(plans):
            plot = self._plot_of(plan, place)
            if key != cell.key:
                plot.show_series((), now_s - span_s, now_s)  # until the answer comes, not another cell's course
            self._ask(state, cell, plan, now_s - span_s, now_s)

    def _plot_of(self, plan: HistoryPlan, place: int) -> TimePlot:
        if plan.signal not in self._plots:
            plot = TimePlot(self._context.theme, self._context.bridge, plan.label, plan.unit)
            plot.setToolTip(plan.meaning)
            space = self._context.theme.space(1.5)
            self._grid.addWidget(card(column(plot, margins=(space, space, space, space))), *divmod(place, COLUMNS))
            self._plots[plan.signal] = plot
        return self._plots[plan.signal]

    def _ask(self, state: State, cell: Cell, plan: HistoryPlan, start_s: float, end_s: float) -> None:
        plot, asked_of = self._plots[plan.signal], self._asked[:2]
        limits = [
            PlotLimit(name, value, hue)
            for name, value, hue in (
                (t("Warning"), plan.warning, "warning"),
                (t("Critical"), plan.critical, "critical"),
            )
            if value is not None
        ]

        def show(lines: list[PlotSeries]) -> None:
            if asked_of == self._asked[:2]:  # else another cell, or another range, is looked at by now
                plot.show_series(lines, start_s, end_s, limits)

        def answered(answer: Answer) -> None:
            label = _cell_label(state, cell)
            mine = [one for one in answer.series if belongs_to(one.labels, label, cell)]
            show([PlotSeries(series_name(one.labels, label, cell), one.times, one.values) for one in mine])  # type: ignore[arg-type]

        def remember() -> None:
            remembered = self._scope.start(self._remember(plan, cell, start_s, end_s))
            self._context.bridge.when_done(remembered, show, owner=self)

        def failed(error: ConsoleError) -> None:
            if asked_of == self._asked[:2]:
                self._note.setText(t("From the local history, because: {error}", error=error.message))
                self._note.show()
                remember()

        if not plan.query or cell.prometheus is None:
            remember()
            return
        asked = self._scope.start(self._course(cell.prometheus, plan.query, start_s, end_s))
        self._context.bridge.when_done(asked, answered, failed, owner=self)

    async def _course(self, connection: str, query: str, start_s: float, end_s: float) -> Answer:
        reader = self._context.session.required(connection, MetricReader)
        return await reader.query_range(query, start_s, end_s, step_s(end_s - start_s))

    async def _remember(self, plan: HistoryPlan, cell: Cell, start_s: float, end_s: float) -> list[PlotSeries]:
        session = self._context.session
        history, opened = session.history, session.open
        if history is None or opened is None:
            return []
        lines = []
        for key in plan.keys:
            times, values = await session.runtime.in_thread(history.read, opened.estate.name, key, start_s, end_s)
            name = " ".join(part for part in (key.service, key.segment, key.target) if part)
            lines.append(PlotSeries(name or cell.title or cell.key, times, values))
        return lines

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._scope.cancel()


def _cell_label(state: State, cell: Cell) -> str:
    servers = state.estate.prometheus if state.estate is not None else ()
    return next((one.labels.cell for one in servers if one.key == cell.prometheus), "cell")
