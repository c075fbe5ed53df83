"""Rollouts: what is being rolled out, what waits for me, and what was taken back?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QStackedWidget, QTabWidget, QWidget

from console.kernel.i18n import t
from console.presenters.release_rows import RELEASE_TOPICS, release_rows
from console.presenters.rollout_run_rows import run_rows
from views.page import Page, Shortcut, mending
from views.reopened import is_reopened
from views.rollouts.plan_opening import PlanOpening
from views.rollouts.plan_panel import PlanPanel
from views.rollouts.release_panel import ReleasePanel
from views.rollouts.run_detail import RunDetail
from views.rollouts.run_table import RunTable
from views.widgets.label import Label
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.presenters.rollout_run_rows import RunRow
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

_EVERY_MS = 1000  # the time that is left in a stage


class RolloutsPage(Page):
    """Rollouts over cells with their detail; beside them what clusters and edge release by themselves."""

    topics = RELEASE_TOPICS
    slices = ("estate", "connections", "objects", "rollouts", "unlocks")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._wanted = self._filter = ""
        self._estate = context.session.store.state.estate
        self._opening = PlanOpening(context, self)
        self._runs, self._detail = RunTable(context), RunDetail(context)
        self._releases = ReleasePanel(context)
        self._releases.banner.asked.connect(mending(context))
        self._runs.current_changed.connect(self._choose)
        self._detail.asked.connect(self._opening.say)
        self._summary = Label(role="strong", wrap=True)
        self._open = QPushButton(t("Open a plan …"))
        self._open.clicked.connect(self._opening.choose)
        self._new = QPushButton(t("New rollout …"))
        self._new.setProperty("role", "primary")
        self._new.clicked.connect(self._make)
        self._stack, self._planning = QStackedWidget(), Later(self._make_planning)
        self._opening.read.connect(self._show_plan)
        top = row(spacing=context.theme.space(1))
        top.addWidget(self._summary, 1)
        top.addWidget(self._open)
        top.addWidget(self._new)
        runs = QWidget()
        split = SplitPanel(context.memory, "rollouts", self._runs, self._detail, shares=(3, 5), vertical=True)
        inner = column(spacing=0, margins=(0, context.theme.space(1), 0, 0))
        inner.addWidget(split)
        runs.setLayout(inner)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(runs, t("Over cells"))
        self._tabs.addTab(self._releases, t("In clusters and at the edge"))
        self._tabs.currentChanged.connect(lambda _place: self.filter_text(self._filter))
        listed = QWidget()
        layout = column(spacing=context.theme.space(1))
        layout.addLayout(top)
        layout.addWidget(self._releases.banner)  # what cannot be read matters to both tabs
        layout.addWidget(self._tabs, 1)
        listed.setLayout(layout)
        self._stack.addWidget(listed)
        self._stack.addWidget(self._planning)
        self.setLayout(column(self._stack, spacing=0))
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(lambda: self.render(self.context.session.store.state, None))

    def _make_planning(self) -> PlanPanel:
        planning = PlanPanel(self.context)
        planning.left.connect(lambda: self._stack.setCurrentIndex(0))
        planning.begun.connect(self._show_begun)
        return planning

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take the id of a ``rollout`` to put the cursor on, or ``tab`` (``releases``)."""
        self._wanted = arguments.get("rollout", "")
        if arguments:
            self._stack.setCurrentIndex(0)  # a plan that is being made is kept, but not what was asked for
        self._tabs.setCurrentIndex(1 if arguments.get("tab") == "releases" else 0)

    def shown(self) -> None:
        """Read the journal, follow it, and count the time down."""
        self._opening.begin()
        self._timer.start()

    def hidden(self) -> None:
        """Stop counting."""
        self._timer.stop()

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        now_s = self.context.clock.now().timestamp()
        rows = run_rows(state.rollouts.values(), now_s)
        self._runs.set_rows(rows)
        if self._wanted and self._runs.select_key(self._wanted):
            self._wanted = ""
        self._choose(self._runs.current_row() or next(iter(rows), None))
        self._releases.show_state(state, now_s)
        if self._estate is not state.estate:
            again, self._estate = is_reopened(self._estate, state.estate), state.estate
            if (planning := self._planning.made) is not None:  # what it looked at is of an estate that was closed
                if again and self._stack.currentIndex() == 1 and not planning.form.isHidden():
                    planning.make_again(state)
                else:
                    planning.form.is_touched = planning.form.is_touched and again
                    planning.leave()
        if self._stack.currentIndex() == 1:
            self._planning.part.show_state(state)
        self._summary.setText(self._opening.trouble or _sentence(rows, state))

    def _make(self) -> None:
        self._stack.setCurrentIndex(1)
        self._planning.part.make(self.context.session.store.state)

    def _show_plan(self, plan: RolloutPlan, file: Path) -> None:
        self._stack.setCurrentIndex(1)
        self._planning.part.show_plan(plan, file)

    def _show_begun(self, run_id: str) -> None:
        self.unfilter.emit()
        self.arguments({"rollout": run_id})

    def _choose(self, found: RunRow | None) -> None:
        self._detail.show_run(found)

    def filter_text(self, text: str) -> None:
        """Filter the list that is shown; the other one when its tab comes to the front."""
        self._filter = text
        (self._runs if self._tabs.currentIndex() == 0 else self._releases.table).set_filter(text)

    def lines_shown(self) -> int:
        """Return how many rollouts are shown."""
        return self._runs.shown_count

    def closing(self) -> None:
        """Drop questions that are still open."""
        self._timer.stop()
        self._opening.close_scope()
        if (planning := self._planning.made) is not None:
            planning.closing()

    def focus_main(self) -> None:
        """Put the focus on the list that is shown."""
        (self._runs if self._tabs.currentIndex() == 0 else self._releases.table).setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        show = self._detail.tabs.setCurrentIndex
        return (
            Shortcut("1", t("Show cells and stages"), lambda: show(0), "rollouts-cells"),
            Shortcut("2", t("Show gates and evidence"), lambda: show(1), "rollouts-gates"),
            Shortcut("3", t("Show the history of the rollout"), lambda: show(2), "rollouts-history"),
            Shortcut("V", t("Over cells, or in clusters and at the edge"), self._turn, "rollouts-turn"),
            Shortcut("N", t("New rollout"), self._make, "rollouts-new"),
            Shortcut("O", t("Open a plan"), self._opening.choose, "rollouts-open"),
        )

    def _turn(self) -> None:
        self._tabs.setCurrentIndex(1 - self._tabs.currentIndex())


def _sentence(rows: tuple[RunRow, ...], state: State) -> str:
    """Return what needs a person, in one sentence."""
    waiting = [row for row in rows if row.waits]
    if waiting:
        return t("Rollouts that wait for you: {count} · {name}", count=len(waiting), name=waiting[0].name)
    going = [row for row in rows if not row.run.is_over]
    if going:
        return t("Rollouts on their way: {count}; nothing waits for you.", count=len(going))
    releases = sum(one.health > 0 for one in release_rows(state))
    if releases:
        return t("No rollout over cells is on its way; releases of clusters and edge: {count}.", count=releases)
    return t("Nothing is being rolled out.")
