"""Pipeline: which stage waits for whom, and what keeps a cell from the next level?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget

from console.kernel.i18n import t
from console.presenters.business_rows import business_rows
from console.presenters.capacity.capacity_view import CAPACITY_TOPICS, CapacityView, capacity_state
from console.presenters.data_state import DataKind
from console.presenters.maturity.maturity_rows import assessments, maturity_rows
from console.presenters.pipeline.calendar_rows import calendar_rows
from console.presenters.pipeline.pipeline_basis import PipelineBasis
from console.presenters.pipeline.playbook_rows import playbook_rows
from console.presenters.pipeline.stage_rows import PIPELINE_TOPICS, stage_rows
from views.calendar.calendar_table import CalendarTable
from views.page import Destination, Page, Shortcut, mending
from views.pipeline.business_table import BusinessTable
from views.pipeline.evidence_table import EvidenceTable
from views.pipeline.maturity_panel import MaturityPanel
from views.pipeline.pipeline_work import PipelineWork
from views.pipeline.playbook_table import PlaybookTable
from views.pipeline.stage_line import StageLine
from views.widgets.label import Label
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.load_test import LoadTest
    from console.domain.maturity.week_record import WeekRecord
    from console.domain.runbooks.runbook import Runbook
    from console.presenters.pipeline.stage_rows import EvidenceRow
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext
    from views.pipeline.pipeline_work import Shelves
    from views.widgets.table.data_table import DataTable

EVIDENCE, CALENDAR, PLAYBOOKS, MATURITY, BUSINESS = range(5)


class PipelinePage(Page):
    """Six stages in a line, and below them their evidence, the calendar, playbooks, maturity and the business."""

    topics = tuple(dict.fromkeys((*CAPACITY_TOPICS, *PIPELINE_TOPICS, "signals")))
    slices = (
        "estate", "connections", "objects", "readings", "changes", "rollouts", "incidents", "runbooks",
    )  # fmt: skip

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._state: State | None = None
        self._view: CapacityView | None = None
        self._tests: Sequence[LoadTest] | None = None
        self._runbooks: Sequence[Runbook] = ()
        self._weeks: Sequence[WeekRecord] = ()
        self._stage = ""
        self._banner, self._trouble = StateBanner(context.theme), Label(role="muted", wrap=True)
        self._banner.asked.connect(mending(context))
        self._trouble.hide()
        self._line, self._cell = StageLine(context), QComboBox()
        self._cell.setAccessibleName(t("Which cell"))
        self._cell.addItem(t("all cells"), "")
        self._evidence, self._tabs, padding = EvidenceTable(context), QTabWidget(), (0, context.theme.space(1), 0, 0)
        self._calendar = Later(lambda: CalendarTable(context, "pipeline-calendar"), padding)
        self._playbooks, self._maturity = Later(self._make_playbooks, padding), Later(self._make_maturity)
        self._business = Later(self._make_business, padding)
        self._work = PipelineWork(context, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        space = self.context.theme.space(1)
        self._tabs.setDocumentMode(True)
        for widget, title in (
            (self._evidence, t("Evidence")),
            (self._calendar, t("Calendar")),
            (self._playbooks, t("Playbooks")),
            (self._maturity, t("Maturity")),
            (self._business, t("Business indicators")),
        ):
            self._tabs.addTab(_padded(widget, space) if widget is self._evidence else widget, title)
        corner = QWidget()
        corner.setLayout(row(Label(t("Cell")), self._cell, spacing=space))
        self._tabs.setCornerWidget(corner)
        layout = column(self._banner, self._trouble, self._line, spacing=space)
        layout.addWidget(self._tabs, 1)
        self.setLayout(layout)
        self.setTabOrder(self._tabs.tabBar(), self._cell)

    def _connect(self) -> None:
        self._line.chosen.connect(self._choose)
        self._cell.currentIndexChanged.connect(lambda _place: self._show())
        self._tabs.currentChanged.connect(lambda _place: self._show())
        self._evidence.opened.connect(self._go)
        self._work.read.connect(self._take)
        self._work.noted.connect(self._remember)
        self._work.failed.connect(self._tell)

    def _make_playbooks(self) -> PlaybookTable:
        playbooks = PlaybookTable(self.context)
        playbooks.opened.connect(lambda one: self.context.navigate(Destination("runbooks", runbook=one.id)))
        return playbooks

    def _make_maturity(self) -> MaturityPanel:
        maturity = MaturityPanel(self.context)
        maturity.table.opened.connect(lambda one: self.context.navigate(Destination("cell", cell=one.cell)))
        return maturity

    def _make_business(self) -> BusinessTable:
        business = BusinessTable(self.context)
        business.opened.connect(lambda one: self.context.navigate(Destination("cell", cell=one.cell)))
        return business

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take ``tab`` (``evidence``, ``calendar``, ``playbooks``, ``maturity``, ``business``)."""
        names = ("evidence", "calendar", "playbooks", "maturity", "business")
        if arguments.get("tab") in names:
            self._tabs.setCurrentIndex(names.index(arguments["tab"]))

    def shown(self) -> None:
        """Read playbooks and load tests."""
        self._work.read_shelves()

    def closing(self) -> None:
        """Drop what still runs."""
        self._work.close_scope()

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        now_s = self.context.clock.now().timestamp()
        found = capacity_state(state, now_s)
        self._banner.show_state(found)
        if self._state is None or self._state.estate is not state.estate:
            self._tests, self._weeks = None, ()
        self._state = state
        if summary is None or summary.touches("estate"):
            self._offer(state)
            self._work.read_shelves()
        self._view = CapacityView(state, now_s, tests=self._tests or (), before=self._view)
        self._note()
        self._show()

    def _note(self) -> None:
        """Keep the assessments, once the load tests were read that are among their evidence."""
        view, tests = self._view, self._tests
        if view is not None and tests is not None and capacity_state(view.state, view.now_s).kind is DataKind.FRESH:
            self._work.note(assessments(view, tests))

    def _offer(self, state: State) -> None:
        kept = self._cell.currentData()
        self._cell.blockSignals(True)
        self._cell.clear()
        self._cell.addItem(t("all cells"), "")
        for one in state.estate.cells if state.estate is not None else ():
            self._cell.addItem(one.title or one.key, one.key)
        self._cell.setCurrentIndex(max(0, self._cell.findData(kept)))
        self._cell.blockSignals(False)

    def _show(self) -> None:
        state, view = self._state, self._view
        if state is None or view is None:
            return
        tests = self._tests or ()
        basis = PipelineBasis(state, view.now_s, view, tests, str(self._cell.currentData() or ""))
        stages = stage_rows(basis)
        self._line.show_stages(stages)
        place = self._tabs.currentIndex()
        if place == EVIDENCE:
            rows = [row for one in stages for row in one.rows if self._stage in {"", one.key.value}]
            self._evidence.set_rows(rows)
        elif place == CALENDAR:
            self._calendar.part.set_rows(calendar_rows(state, view.now_s))
        elif place == PLAYBOOKS:
            self._playbooks.part.set_rows(playbook_rows(self._runbooks, state, view.now_s))
        elif place == MATURITY:
            self._maturity.part.show_rows(maturity_rows(view, assessments(view, tests), self._weeks))
        else:
            self._business.part.say_when_empty(t("No cell tells business indicators yet."))
            self._business.part.set_rows(business_rows(state))

    def _choose(self, stage: str) -> None:
        self._stage = stage
        self._tabs.setCurrentIndex(EVIDENCE)
        self._show()

    def _go(self, chosen: EvidenceRow) -> None:
        if chosen.evidence.page:
            self.context.navigate(Destination(chosen.evidence.page, **dict(chosen.evidence.arguments)))

    def _take(self, shelves: Shelves) -> None:
        self._runbooks, self._tests, self._weeks = shelves
        if self._view is not None:
            self._state = self.context.session.store.state
            self._view = CapacityView(self._state, self._view.now_s, tests=shelves.tests, before=self._view)
            self._note()
        self._show()

    def _remember(self, weeks: Sequence[WeekRecord]) -> None:
        self._weeks = weeks
        self._tell("")
        self._note()  # what came meanwhile
        self._show()

    def _tell(self, why: str) -> None:
        self._trouble.setText(why)
        self._trouble.setVisible(bool(why))

    def filter_text(self, text: str) -> None:
        """Filter what is shown by any word."""
        self._evidence.set_filter(text)
        tables: tuple[Later[DataTable[Any]], ...] = (self._calendar, self._playbooks, self._business)
        for later in tables:
            later.tell("filter", lambda table: table.set_filter(text))
        self._maturity.tell("filter", lambda panel: panel.table.set_filter(text))

    def lines_shown(self) -> int:
        """Return how many facts are shown."""
        return self._evidence.shown_count

    def focus_main(self) -> None:
        """Put the focus on the evidence."""
        self._evidence.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        titles = (
            t("Show the evidence"), t("Show the calendar"), t("Show playbooks"), t("Show maturity"),
            t("Show business indicators"),
        )  # fmt: skip
        names = ("evidence", "calendar", "playbooks", "maturity", "business")
        return tuple(
            Shortcut(str(place + 1), title, partial(self._tabs.setCurrentIndex, place), f"pipeline-{name}")
            for place, (title, name) in enumerate(zip(titles, names, strict=True))
        )


def _padded(widget: QWidget, space: int) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(widget, margins=(0, space, 0, 0)))
    return holder
