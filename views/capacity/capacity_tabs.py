"""The parts of the Capacity page below the cells; only the one that is seen is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget

from console.domain.capacity.question import Question
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.capacity.capacity_view import CapacityView
from console.presenters.capacity.service_row import service_rows
from console.presenters.capacity.what_if_rows import what_if_rows
from views.capacity.advice_panel import AdvicePanel
from views.capacity.calendar_panel import CalendarPanel
from views.capacity.chaos_table import ChaosTable
from views.capacity.forecast_panel import ForecastPanel
from views.capacity.load_test_panel import LoadTestPanel
from views.capacity.service_table import ServiceTable
from views.capacity.what_if_panel import WhatIfPanel
from views.widgets.later import Later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.load_test import LoadTest
    from views.page import PageContext

FORECAST, ADVICE, WHAT_IF, SERVICES, TESTS, CALENDAR, CHAOS = range(7)
_NAMES = ("forecast", "advice", "what-if", "services", "tests", "calendar", "chaos")


class CapacityTabs(QTabWidget):
    """``tried`` carries the strengths of campaigns that the whole review should take."""

    tried = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._view: CapacityView | None = None
        self._cell, self._is_computing = "", False
        self._forecast, self._advice = ForecastPanel(context), Later(lambda: AdvicePanel(context))
        self._what_if, self._services = Later(self._make_what_if), Later(lambda: ServiceTable(context))
        self.tests, self.calendar = Later(lambda: LoadTestPanel(context)), Later(lambda: CalendarPanel(context))
        self._chaos = Later(lambda: ChaosTable(context))
        self._forecast.tried.connect(self.tried)
        self.setDocumentMode(True)
        self.setMinimumHeight(context.theme.space(36))  # what the tallest of them needs
        for widget, title in (
            (self._forecast, t("Forecast")),
            (self._advice, t("Recommendations")),
            (self._what_if, t("What if")),
            (self._services, t("Services")),
            (self.tests, t("Load tests")),
            (self.calendar, t("Calendar")),
            (self._chaos, t("Chaos")),
        ):
            self.addTab(widget, title)
        self.currentChanged.connect(lambda _place: self._show())

    def _make_what_if(self) -> WhatIfPanel:
        what_if = WhatIfPanel(self._context)
        what_if.asked.connect(self._answer)
        return what_if

    def show_view(self, view: CapacityView, cell: str) -> None:
        """Show a cell of a view in the tab that is seen."""
        self._view, self._cell = view, cell
        self._show()

    def show_work(self, *, is_running: bool) -> None:
        """Say whether the forecasts are being computed where one is missing."""
        if is_running is not self._is_computing:
            self._is_computing = is_running
            self._show()

    def show_tests(self, tests: Sequence[LoadTest]) -> None:
        """Show the load tests that were kept."""
        self.tests.tell("tests", lambda panel: panel.show_tests(tests))

    def show_chaos_trouble(self, why: str) -> None:
        """Say why a cluster did not tell its experiments; empty: all did."""
        self._chaos.tell("trouble", lambda table: table.show_trouble(why))

    def reach(self, name: str) -> None:
        """Turn to a tab by its name."""
        if name in _NAMES:
            self.setCurrentIndex(_NAMES.index(name))

    def _show(self) -> None:
        view, cell, place = self._view, self._cell, self.currentIndex()
        if view is None:
            return
        if place == FORECAST:
            self._forecast.show_cell(view, cell, is_computing=self._is_computing)
        elif place == ADVICE:
            nothing = (
                t("Its need is not known yet: the forecasts are being computed.")
                if self._is_computing
                else t("Its need is not known yet: compute the forecasts.")
            )
            rows = (*view.advice(cell), *view.edge_advice(cell))
            self._advice.part.show_advice(sorted(rows, key=lambda row: not row.is_needed), nothing)
        elif place == WHAT_IF:
            self._what_if.part.show_view(view)
            self._answer(self._what_if.part.question)
        elif place == SERVICES:
            basis = view.basis(cell)
            self._services.part.say_when_empty(t("No service of the cell was seen under load."))
            self._services.part.set_rows(service_rows(basis) if basis is not None else ())
        elif place == CALENDAR:
            self.calendar.part.show_state(view.state, view.now_s)
        elif place == CHAOS:
            self._chaos.part.show_state(view.state, view.now_s)

    def _answer(self, question: Question) -> None:
        if self._view is None:
            return
        try:
            asked = self._view.asked(question)
        except UserError as error:
            self._what_if.part.show_refusal(error)
            return
        self._what_if.part.show_answer(what_if_rows(self._view, asked))
