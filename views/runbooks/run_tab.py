"""The run that is watched: followed while it goes on, and steered by what a person says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from console.domain.runbooks.step_run import StepState
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.runbooks.run_rows import run_rows
from views.runbooks.run_detail import RunDetail
from views.widgets.empty_state import EmptyState
from views.widgets.later import Later

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from views.page import PageContext
    from views.runbooks.run_papers import RunPapers
    from views.runbooks.runbook_doing import RunbookDoing
    from views.runbooks.step_output_view import OutputSource

_NOTED = ("skip", "defer", "back")
_OF_STEP = ("skip", "defer")  # they are said to the step at which the run stands


class RunTab(QStackedWidget):
    """Shows one run at a time; output of the chosen step follows while it comes."""

    def __init__(
        self, context: PageContext, doing: RunbookDoing, papers: RunPapers, to_library: Callable[[], object]
    ) -> None:
        super().__init__()
        self._context, self._doing, self._papers = context, doing, papers
        self._run: RunbookRun | None = None
        self._plan: RunPlan | None = None
        self._followed: tuple[str, int, int, bool] = ("", -1, -1, False)
        nothing = t("No run is being watched")
        why = t("Start a runbook in the library, or open a run of the history.")
        self._empty = EmptyState(context.theme, "runbooks", nothing, why, t("Go to the library"), to_library)
        self._detail = Later(self._make_detail)
        self.addWidget(self._empty)
        self.addWidget(self._detail)

    def _make_detail(self) -> RunDetail:
        detail = RunDetail(self._context)
        detail.asked.connect(self._ask)
        detail.answered.connect(self._answer)
        detail.step_chosen.connect(lambda _place: self._follow())
        return detail

    @property
    def detail(self) -> RunDetail:
        """Return the detail, which is made with the first run."""
        return self._detail.part

    @property
    def run_id(self) -> str:
        """Return the id of the run that is watched; empty without one."""
        return self._run.id if self._run is not None else ""

    def focus_main(self) -> None:
        """Put the focus on the run; without one on what stands in its place."""
        if self._run is not None:
            self.detail.focus_main()
        else:
            self._empty.focus_button()

    def watch(self, run: RunbookRun) -> None:
        """Watch another run."""
        self._run, self._plan = run, None
        self.setCurrentIndex(1)
        self._show()
        self._papers.with_plan(run, self._take_plan)

    def _take_plan(self, plan: RunPlan | None) -> None:
        self._plan = plan
        self._show()

    def show_newest(self, run: RunbookRun | None) -> None:
        """Show how the watched run is now; ``None``: nothing is known beyond what is shown."""
        if self._run is not None:
            self._run = run or self._run
            self._show()

    def _show(self) -> None:
        if self._run is None:
            return
        (found,) = run_rows((self._run,), self._context.clock.now().timestamp())
        self.detail.show_run(found, self._plan)
        self._follow()

    def _follow(self) -> None:
        """Follow the output of the chosen step: as it comes while it runs, as it is kept once it has ended."""
        run, place = self._run, self.detail.place
        if run is None or not 0 <= place < len(run.steps):
            return
        step = run.steps[place]
        wanted = (run.id, place, step.attempt, step.state is StepState.RUNNING)
        if wanted != self._followed:
            self._followed = wanted
            self.detail.output.show_best(step)
        elif step.state is not StepState.RUNNING:  # of one that runs the output may only come to be
            return
        self._papers.with_output(run, place, lambda source: self._take_output(wanted, source))

    def _take_output(self, wanted: tuple[str, int, int, bool], source: OutputSource | None) -> None:
        """Follow an output, unless another one is wanted by now."""
        if wanted == self._followed:
            self.detail.output.follow(source)

    # --- what a person says ---------------------------------------------------------------------------------------

    def say(self, command: str) -> None:
        """Say it to the watched run."""
        self._ask(command, "")

    def _ask(self, command: str, note: str) -> None:
        run = self._run
        if run is None:
            return
        if command == "ask":
            self._context.changes.ask_signature(run.id)
        elif command == "take":
            self._context.changes.signing().fetch(self, run.id, lambda: self._doing.go_on(run))
        elif command == "abort":
            self._confirm(t("End this run?"), t("What was done stays as it is; the record is kept."), command)
        elif command == "recover":
            text = t("The rest of the steps is left out, and the recovery section begins with its first step.")
            self._confirm(t("Begin the recovery?"), text, command)
        elif command in _NOTED and not note:
            self._ask_why(command)
        else:
            self._meant(command)(note)

    def _confirm(self, question: str, text: str, command: str) -> None:
        say = self._meant(command)
        self._context.dialogs.confirm(question, text, t("Yes"), lambda: say(""), danger=True)

    def _ask_why(self, command: str) -> None:
        words = {
            "skip": t("Why is this step skipped? The record keeps it."),
            "defer": t("Why is this step put off?"),
            "back": t("Why does the run go back? Nothing is undone by that."),
        }
        self._context.dialogs.ask(t("Reason"), words[command], self._meant(command))

    def _meant(self, command: str) -> Callable[[str], None]:
        """Return what says it, with a note, to the run and the step that are in front now."""
        run, place = self._run, self.detail.place

        def say(note: str) -> None:
            if run is None:
                return
            newest = self._context.session.store.state.runbook_runs.get(run.id, run)
            if command in _OF_STEP and newest.at != run.at:
                moved = UserError(t("The run stands at another step by now."), t("Look at it, then say it again."))
                self._context.dialogs.error(moved)
            else:
                self._doing.say(command, run, place, note)

        return say

    def _answer(self, answer: object) -> None:
        if self._run is not None:
            self._doing.answer(self._run, answer)  # type: ignore[arg-type]  # the signal carries an Answer
