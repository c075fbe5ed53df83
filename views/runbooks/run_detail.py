"""One run: where it stands, what it asks, what a person can say to it, its steps and their output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain.runbooks.step_run import StepState
from console.kernel.i18n import t
from console.presenters.runbooks.run_moment_rows import RunMomentRow, run_moment_rows
from console.presenters.runbooks.run_rows import RunRow, StepRow, step_rows
from views.runbooks.question_card import QuestionCard
from views.runbooks.run_bar import RunBar
from views.runbooks.run_head import RunHead
from views.runbooks.step_output_view import StepOutputView
from views.runbooks.step_table import StepTable
from views.widgets.layout import column
from views.widgets.split_panel import SplitPanel
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.domain.runbooks.run_plan import RunPlan
    from views.page import PageContext


class RunDetail(QWidget):
    """``asked`` carries a command of ``run_offer`` and a note, ``answered`` an ``Answer``, ``step_chosen`` a place."""

    asked = Signal(str, str)
    answered = Signal(object)
    step_chosen = Signal(int)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._row: RunRow | None = None
        self._plan: RunPlan | None = None
        self._at = -1
        self._head, self._question, self._bar = RunHead(context), QuestionCard(context), RunBar(context)
        self._steps, self.output = StepTable(context), StepOutputView(context)
        self._moments: DataTable[RunMomentRow] = DataTable(
            context.theme, _moments(), lambda row: row.number, name="runbook-moments", memory=context.memory
        )
        self._moments.setAccessibleName(t("History of the run"))
        self.output.addTab(self._moments, t("History"))
        self._head.recover_asked.connect(lambda: self.asked.emit("recover", ""))
        self._question.answered.connect(self.answered)
        self._question.asked.connect(self.asked)
        self._bar.asked.connect(lambda command: self.asked.emit(command, ""))
        self._steps.current_changed.connect(self._choose)
        space = context.theme.space(1)
        split = SplitPanel(context.memory, "runbook-run", self._steps, self.output, shares=(3, 2), vertical=True)
        layout = column(self._head, self._question, self._bar, spacing=space, margins=(0, space, 0, 0))
        layout.addWidget(split, 1)
        self.setLayout(layout)

    @property
    def place(self) -> int:
        """Return the place of the step that is chosen; -1 without one."""
        chosen = self._steps.current_row()
        return chosen.place if chosen is not None else -1

    def show_run(self, found: RunRow | None, plan: RunPlan | None) -> None:
        """Show a run; the cursor goes on with it, unless the person has put it elsewhere."""
        self.setVisible(found is not None)
        before, self._row, self._plan = self._row, found, plan
        if found is None:
            return
        run = found.run
        is_other = before is None or before.id != found.id
        follows = is_other or self.place == self._at
        self._head.show_row(found)
        now = run.present if not run.is_over else None
        asks = now is not None and now.state is StepState.ASKED
        asked_by = (run.id, run.at, now.attempt) if now is not None else None
        self._question.show_question(now.question if now is not None and asks else None, asked_by)
        self._steps.set_rows(step_rows(run, plan, self._context.clock.now().timestamp()))
        self._moments.set_rows(run_moment_rows(run))
        moved, self._at = self._at != run.at, min(run.at, max(0, run.end - 1))
        if follows and (moved or is_other):
            self._steps.select_key(self._at)
        self._bar.show_run(run, self.place)
        self.output.show_step(self._steps.current_row())

    def _choose(self, chosen: StepRow | None) -> None:
        self.output.show_step(chosen)
        if self._row is not None:
            self._bar.show_run(self._row.run, self.place)
        self.step_chosen.emit(self.place)

    def focus_main(self) -> None:
        """Put the focus on what is asked, else on the steps."""
        if self._question.isVisible():
            self._question.focus_first()
        else:
            self._steps.setFocus()


def _moments() -> tuple[Column[RunMomentRow], ...]:
    return (
        Column("time", t("Time"), lambda row: row.time, sort=lambda row: row.at_s, width=146),
        Column("what", t("What happened"), lambda row: row.what, width=130),
        Column("step", t("Step"), lambda row: row.step, mono=True, width=110),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=160, stretch=True),
        Column("actor", t("By"), lambda row: row.actor, width=100),
    )
