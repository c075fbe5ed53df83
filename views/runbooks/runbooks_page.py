"""Runbooks: what fits what is happening, what runs now, and what came of the last time?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabWidget

from console.kernel.i18n import t
from console.presenters.diagnosis_case import TOPICS
from console.presenters.runbooks.run_comparison import RunSide
from console.presenters.runbooks.run_rows import run_rows
from console.presenters.runbooks.runbook_need import what_needs_you
from console.presenters.runbooks.runbook_rows import runbook_rows
from console.runbooks.parameter_value import choices_of
from views.page import Page, Shortcut
from views.runbooks.comparison_view import ComparisonView
from views.runbooks.editing import Editing
from views.runbooks.history_tab import HistoryTab
from views.runbooks.left_behind_bar import LeftBehindBar
from views.runbooks.library_tab import LibraryTab
from views.runbooks.run_papers import RunPapers
from views.runbooks.run_tab import RunTab
from views.runbooks.runbook_doing import RunbookDoing
from views.runbooks.runbook_editor import RunbookEditor
from views.widgets.label import Label
from views.widgets.later import Later
from views.widgets.layout import column

if TYPE_CHECKING:
    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook import Runbook
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.presenters.runbooks.runbook_rows import RunbookRow
    from console.runbooks.library import Library
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

_EVERY_MS = 1000
LIBRARY, RUN, HISTORY, COMPARISON, EDITOR = range(5)


class RunbooksPage(Page):
    """Five tabs: the library with the start of a run, the run, the history, two runs side by side, the editor."""

    topics = (*TOPICS, "alerts")
    slices = ("estate", "connections", "objects", "readings", "runbooks", "unlocks")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._runbooks: tuple[Runbook, ...] = ()
        self._rows: tuple[RunbookRow, ...] = ()
        self._old: tuple[RunbookRun, ...] = ()
        self._wanted: dict[str, str] = {}
        self._plan: RunPlan | None = None
        self._filter = ""
        self._doing = RunbookDoing(context, self)
        self._papers = RunPapers(context, self._doing)
        self._library, self._history = LibraryTab(context), Later(self._make_history)
        self._run = RunTab(context, self._doing, self._papers, lambda: self._go(LIBRARY))
        self._comparison, self._editor = Later(lambda: ComparisonView(context)), Later(self._make_editor)
        self._editing = Editing(context, self._doing, self._editor, self)
        self._left = LeftBehindBar(context.theme)
        self._summary, self._trouble = Label(role="strong", wrap=True), Label(role="error", wrap=True)
        self._lay_out()
        self._connect()
        self._second = QTimer(self)
        self._second.setInterval(_EVERY_MS)
        self._second.timeout.connect(self._tick)

    def _lay_out(self) -> None:
        space = self.context.theme.space(1)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        for widget, title in (
            (self._library, t("Library")),
            (self._run, t("Run")),
            (self._history, t("History")),
            (self._comparison, t("Comparison")),
            (self._editor, t("Editor")),
        ):
            self._tabs.addTab(widget, title)
        self._trouble.hide()
        layout = column(self._summary, self._left, self._trouble, spacing=space)
        layout.addWidget(self._tabs, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        doing, library = self._doing, self._library
        doing.library_read.connect(self._take_library)
        doing.history_read.connect(self._take_history)
        doing.left_behind.connect(self._left.show_runs)
        doing.begun.connect(self._watch)
        doing.planned.connect(self._take_plan)
        doing.unplanned.connect(self._take_fault)
        library.choices = lambda one: choices_of(one, doing.desk().world)
        library.plan_asked.connect(self._ask_plan)
        library.started.connect(self._start)
        library.edit_asked.connect(self._edit)
        library.new_asked.connect(lambda: self._editing.begin(lambda: self._go(EDITOR)))
        self._tabs.currentChanged.connect(lambda _place: self._show_runs())
        self._tabs.currentChanged.connect(lambda _place: self.filter_text(self._filter))
        self._left.taken.connect(doing.take_up)
        self._editing.saved.connect(doing.read)

    def _make_history(self) -> HistoryTab:
        history = HistoryTab(self.context)
        history.opened.connect(self._watch)
        history.compared.connect(self._compare)
        history.export_asked.connect(self._papers.export)
        return history

    def _make_editor(self) -> RunbookEditor:
        editor = RunbookEditor(self.context)
        editor.left.connect(lambda: self._editing.leave(lambda: self._go(LIBRARY)))
        return editor

    # --- the hooks of a page --------------------------------------------------------------------------------------

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take ``run`` (its id), or ``runbook`` (its id) with values of its parameters, which opens its start."""
        self._wanted = dict(arguments)
        self._reach()

    def shown(self) -> None:
        """Read library and runs, and count the time."""
        self._doing.read()
        self._second.start()

    def hidden(self) -> None:
        """Stop counting."""
        self._second.stop()

    def closing(self) -> None:
        """Drop questions that are still open."""
        self._second.stop()
        self._doing.close_scope()

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        if summary is None or summary.touches("estate", "connections", "objects", "readings"):
            self._show_library(state)
        self._show_runs()

    def filter_text(self, text: str) -> None:
        """Filter the list that is shown; the other one when its tab comes to the front."""
        self._filter = text
        is_old = self._tabs.currentIndex() == HISTORY
        (self._history.part.table if is_old else self._library.table).set_filter(text)

    def lines_shown(self) -> int:
        """Return how many runbooks are shown."""
        return self._library.table.shown_count

    def focus_main(self) -> None:
        """Put the focus on what the tab in front is about."""
        place = self._tabs.currentIndex()
        if place == RUN:
            self._run.focus_main()
        elif place == EDITOR:
            self._editor.part.focus_text()
        else:
            (self._history.part if place == HISTORY else self._library).table.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("S", t("Start the selected runbook"), self._library.start_chosen, "runbooks-start"),
            Shortcut("N", t("Carry the next step out"), lambda: self._say("go"), "runbooks-next"),
            Shortcut("A", t("Run to the end"), lambda: self._say("auto"), "runbooks-auto"),
            Shortcut("T", t("Run to the selected step"), lambda: self._say("run-to"), "runbooks-to"),
            Shortcut("X", t("Stop the step that runs"), lambda: self._say("stop"), "runbooks-stop"),
            Shortcut("K", t("Skip the present step, with a reason"), lambda: self._say("skip"), "runbooks-skip"),
            Shortcut("B", t("Back to the selected step"), lambda: self._say("back"), "runbooks-back"),
            Shortcut("M", t("Compare the selected run with another"), self._remember, "runbooks-compare"),
            *(self._tab_key(place, title) for place, title in enumerate(_tab_titles())),
        )

    def _remember(self) -> None:
        if (history := self._history.made) is not None:
            history.remember()

    def _tab_key(self, place: int, title: str) -> Shortcut:
        return Shortcut(str(place + 1), title, lambda: self._go(place), f"runbooks-tab-{place + 1}")

    # --- what is shown --------------------------------------------------------------------------------------------

    def _show_library(self, state: State) -> None:
        now_s = self.context.clock.now().timestamp()
        rows = runbook_rows(self._runbooks, state, now_s, self._known_runs())
        self._library.table.say_when_empty(t("The library is being read …") if not self._runbooks else "")
        self._rows = rows
        self._library.show_rows(rows)
        self._show_runs()

    def _tick(self) -> None:
        """Let the time of what runs go on; a history of thousands is not written anew for that."""
        newest = self.context.session.store.state.runbook_runs
        if self._tabs.currentIndex() == HISTORY and any(not one.is_over for one in newest.values()):
            self._show_runs()
        self._run.show_newest(newest.get(self._run.run_id))

    def _show_runs(self) -> None:
        state, now_s = self.context.session.store.state, self.context.clock.now().timestamp()
        if self._tabs.currentIndex() == HISTORY:
            self._history.part.show_rows(run_rows(self._known_runs(), now_s))
        self._run.show_newest(state.runbook_runs.get(self._run.run_id))
        waiting = what_needs_you(self._rows, run_rows(state.runbook_runs.values(), now_s))
        self._summary.setText(waiting)

    def _known_runs(self) -> tuple[RunbookRun, ...]:
        newest = self.context.session.store.state.runbook_runs
        return tuple(({one.id: one for one in self._old} | dict(newest)).values())

    def _take_library(self, library: Library) -> None:
        self._runbooks = library.all()
        self._editing.know(frozenset(one.id for one in self._runbooks))
        self._trouble.setText("\n".join(library.problems))
        self._trouble.setVisible(bool(library.problems))
        self._show_library(self.context.session.store.state)
        self._reach()

    def _take_history(self, runs: tuple[RunbookRun, ...]) -> None:
        self._old = runs
        self._show_runs()
        self._reach()

    def _go(self, place: int) -> None:
        self._tabs.setCurrentIndex(place)
        self.focus_main()

    def _watch(self, run: RunbookRun) -> None:
        self._run.watch(run)
        self._go(RUN)
        self._doing.look_back()

    def _reach(self) -> None:
        """Go where the arguments say, as soon as it is known."""
        wanted = self._wanted
        runbook = next((one for one in self._runbooks if one.id == wanted.get("runbook")), None)
        run = next((one for one in self._known_runs() if one.id == wanted.get("run")), None)
        if run is not None:
            self._wanted = {}
            self._watch(run)
        elif runbook is not None:
            self._wanted = {}
            self.unfilter.emit()
            self._go(LIBRARY)
            self._library.table.select_key(runbook.id)
            self._library.ask(runbook, wanted)

    # --- what a person asks ---------------------------------------------------------------------------------------

    def _ask_plan(self, runbook: Runbook, values: dict[str, str]) -> None:
        self._plan = None
        self._doing.plan(runbook, values)

    def _take_plan(self, plan: RunPlan, values: dict[str, str]) -> None:
        if self._library.is_asking and values == self._library.form.values():
            self._plan = plan
            self._library.form.show_plan(plan)

    def _take_fault(self, error: object, values: dict[str, str]) -> None:
        if values == self._library.form.values():
            self._library.form.show_trouble(error)  # type: ignore[arg-type]  # the signal carries a ConsoleError

    def _start(self, runbook: Runbook, mode: str) -> None:
        if self._plan is not None:
            self._doing.start(runbook, self._plan, mode, self._library.form.reason)
            self._library.leave()

    def _say(self, command: str) -> None:
        if self._tabs.currentIndex() == RUN:
            self._run.say(command)

    def _edit(self, runbook: Runbook) -> None:
        self._editing.edit(runbook)
        self._go(EDITOR)

    def _compare(self, left: RunbookRun, right: RunbookRun) -> None:
        def with_left(mine: RunPlan | None) -> None:
            def with_right(theirs: RunPlan | None) -> None:
                self._comparison.part.show_sides(RunSide(left, mine), RunSide(right, theirs))
                self._go(COMPARISON)

            self._papers.with_plan(right, with_right)

        self._papers.with_plan(left, with_left)


def _tab_titles() -> tuple[str, ...]:
    return (
        t("Show the library"),
        t("Show the run"),
        t("Show the history of runs"),
        t("Show the comparison"),
        t("Show the editor"),
    )
