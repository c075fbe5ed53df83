"""Capacity: which cell runs out first, when, and what should change before?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.capacity.capacity_view import CAPACITY_TOPICS, CapacityView, capacity_state
from console.presenters.data_state import DataKind
from views.capacity.calendar_work import CalendarWork
from views.capacity.capacity_tabs import CapacityTabs
from views.capacity.capacity_tiles import CapacityTiles
from views.capacity.cell_table import CapacityTable
from views.capacity.chaos_feed import ChaosFeed
from views.capacity.forecast_work import ForecastWork
from views.capacity.load_test_work import LoadTestWork
from views.capacity.plan_bar import PlanBar
from views.page import Page, Shortcut, mending
from views.widgets.layout import column
from views.widgets.split_panel import SplitPanel
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.load_test import LoadTest
    from console.presenters.capacity.capacity_row import CapacityRow
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.capacity.calendar_panel import CalendarPanel
    from views.capacity.load_test_panel import LoadTestPanel
    from views.page import PageContext


class CapacityPage(Page):
    """The big numbers, the cells with the next to run out first, and below them everything behind."""

    topics = (*CAPACITY_TOPICS, "rate-limits")
    slices = ("estate", "connections", "objects", "unlocks")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._view: CapacityView | None = None
        self._tests: Sequence[LoadTest] = ()
        self._wanted: dict[str, str] = {}
        self._is_settled = False
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(mending(context))
        self._tiles, self._bar = CapacityTiles(context), PlanBar(context)
        self._cells, self._tabs = CapacityTable(context), CapacityTabs(context)
        self._forecasts, self._loads = ForecastWork(context, self), LoadTestWork(context, self)
        self._calendar, self._chaos = CalendarWork(context, self), ChaosFeed(context, self)
        self._connect()
        split = SplitPanel(context.memory, "capacity", self._cells, self._tabs, shares=(5, 9), vertical=True)
        layout = column(self._banner, self._tiles, self._bar, spacing=context.theme.space(1))
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self._bar.changed.connect(lambda _plan: self._again())
        self._bar.asked.connect(self._forecasts.compute)
        self._bar.export_asked.connect(self._export)
        self._tiles.opened.connect(self._tabs.reach)
        self._cells.current_changed.connect(self._choose)
        self._cells.opened.connect(lambda _row: self._tabs.reach("forecast"))
        self._cells.yaml_asked.connect(lambda _row: self._tabs.reach("services"))
        self._tabs.tried.connect(self._bar.try_uplifts)
        self._forecasts.moved.connect(lambda text, runs: self._bar.show_work(text, is_running=runs))
        self._forecasts.moved.connect(lambda _text, runs: self._tabs.show_work(is_running=runs))
        self._loads.read.connect(self._take)
        self._chaos.troubled.connect(self._tabs.show_chaos_trouble)
        self._tabs.tests.tell("page", self._attend_tests)
        self._tabs.calendar.tell("page", self._attend_calendar)

    def _attend_tests(self, tests: LoadTestPanel) -> None:
        tests.import_asked.connect(self._loads.bring_test)
        tests.new_asked.connect(lambda: self._loads.new_test(self._chosen))
        tests.remove_asked.connect(self._loads.forget_test)

    def _attend_calendar(self, calendar: CalendarPanel) -> None:
        calendar.add_asked.connect(self._calendar.add_entry)
        calendar.import_asked.connect(self._calendar.bring_calendar)
        calendar.remove_asked.connect(lambda row: self._calendar.remove_entry(row.entry, row.title))
        self._calendar.told.connect(calendar.tell)

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take ``cell`` to put the cursor on, and ``tab`` to show."""
        self._wanted = {key: arguments[key] for key in ("cell",) if key in arguments}
        self._tabs.reach(arguments.get("tab", ""))

    def shown(self) -> None:
        """Read the load tests and the chaos experiments."""
        self._loads.read_tests()
        self._chaos.ask()

    def closing(self) -> None:
        """Drop what still runs."""
        for work in (self._forecasts, self._loads, self._calendar, self._chaos):
            work.close_scope()

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        now_s = self.context.clock.now().timestamp()
        found = capacity_state(state, now_s)
        self._banner.show_state(found)
        self._cells.say_when_empty("" if found.kind is DataKind.LOADING else t("The estate has no cells."))
        if summary is not None and summary.touches("connections"):
            self._chaos.ask()
        self._show(CapacityView(state, now_s, self._bar.plan, self._tests, self._view))

    def _show(self, view: CapacityView) -> None:
        self._view = view
        rows = view.rows
        self._cells.set_rows(rows)
        if self._wanted and self._cells.select_key(self._wanted["cell"]):
            self._wanted = {}
            self._is_settled = True
        elif rows and (self._cells.current_row() is None or not self._is_settled):
            self._cells.select_key(rows[0].cell)  # before, no cell was the worst
        self._is_settled = self._is_settled or any(one.health is not Health.UNKNOWN for one in rows)
        self._tiles.show_view(view)
        self._bar.urge(is_missing=rows != () and all(view.series(one.cell) is None for one in rows))
        self._tabs.show_view(view, self._chosen)

    @property
    def _chosen(self) -> str:
        found = self._cells.current_row()
        return found.cell if found is not None else ""

    def _choose(self, _row: CapacityRow | None) -> None:
        if self._view is not None:
            self._tabs.show_view(self._view, self._chosen)

    def _again(self) -> None:
        """Show the same state under another plan, or with other load tests."""
        if self._view is not None:
            before, plan = self._view, self._bar.plan
            self._show(CapacityView(before.state, before.now_s, plan, self._tests, before))

    def _export(self) -> None:
        from views.review_export import export_review  # noqa: PLC0415 - the reports

        export_review(self.context, self.window())

    def _take(self, tests: Sequence[LoadTest]) -> None:
        self._tests = tests
        self._tabs.show_tests(tests)
        self._again()

    def filter_text(self, text: str) -> None:
        """Filter the cells by any word shown."""
        self._cells.set_filter(text)

    def lines_shown(self) -> int:
        """Return how many cells are shown."""
        return self._cells.shown_count

    def focus_main(self) -> None:
        """Put the focus on the cells."""
        self._cells.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        titles = (
            t("Show the forecast"), t("Show recommendations"), t("Ask what if"), t("Show the services"),
            t("Show load tests"), t("Show the calendar"), t("Show chaos experiments"),
        )  # fmt: skip
        names = ("forecast", "advice", "what-if", "services", "tests", "calendar", "chaos")
        tabs = tuple(
            Shortcut(str(place + 1), title, partial(self._tabs.setCurrentIndex, place), f"capacity-{name}")
            for place, (title, name) in enumerate(zip(titles, names, strict=True))
        )
        return (
            *tabs,
            Shortcut("S", t("Take the next scenario"), self._bar.next_scenario, "capacity-scenario"),
            Shortcut("F", t("Compute forecasts"), self._forecasts.compute, "capacity-compute"),
        )
