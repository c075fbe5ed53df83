"""What is asked before a runbook runs, and the whole plan that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton, QScrollArea, QWidget

from console.domain.runbooks.runbook_parameter import ParameterType
from console.kernel.i18n import t
from console.presenters.runbooks.plan_rows import PlanRow, plan_rows, plan_sentence
from views.runbooks.parameter_field import ParameterField
from views.runbooks.plan_table import PlanTable
from views.widgets.code_view import CodeView
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook import Runbook
    from console.domain.runbooks.runbook_parameter import RunbookParameter
    from console.kernel.errors import ConsoleError
    from views.page import PageContext

_COLUMNS = 3
_MOST_HEIGHT = 24
SETTLE_MS = 150


class StartForm(QWidget):
    """``edited`` carries the entered values by name; ``started`` a mode: ``dry``, ``step`` or ``auto``."""

    edited = Signal(object)
    started = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._fields: list[ParameterField] = []
        self._area = QScrollArea()
        self._area.setAccessibleName(t("Parameters"))
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(t("Reason, for the trail and for production"))
        self._reason.setAccessibleName(t("Reason"))
        self._trouble, self._sentence = Label(role="error", wrap=True), Label(role="strong", wrap=True)
        self._plan = PlanTable(context)
        self._input = CodeView(context.theme, t("What is sent"), yaml=False)
        self._plan.current_changed.connect(self._show_input)
        self._buttons = {
            "step": QPushButton(t("Run step by step")),
            "auto": QPushButton(t("Run to the end")),
            "dry": QPushButton(t("Dry run")),
        }
        self._buttons["step"].setProperty("role", "primary")
        for mode, button in self._buttons.items():
            button.clicked.connect(lambda _on, one=mode: self.started.emit(one))
        self._later = QTimer(self)  # a plan costs a tenth of a second: not one for each letter
        self._later.setSingleShot(True)
        self._later.setInterval(SETTLE_MS)
        self._later.timeout.connect(self._edited)
        self._lay_out()
        self.forget()

    def _lay_out(self) -> None:
        space = self._context.theme.space(1)
        split = SplitPanel(self._context.memory, "runbook-plan", self._plan, self._input, shares=(3, 1), vertical=True)
        buttons = row(*self._buttons.values(), spacing=space)
        buttons.addWidget(self._reason, 1)
        layout = column(self._area, self._trouble, self._sentence, spacing=space, margins=(0, space, 0, 0))
        layout.addLayout(buttons)  # above the plan: below it a small window would hide what begins it
        layout.addWidget(split, 1)
        self.setLayout(layout)

    @property
    def reason(self) -> str:
        """Return why it is run."""
        return self._reason.text().strip()

    def values(self) -> dict[str, str]:
        """Return what was entered, by the names of the parameters; empty ones are left to their defaults."""
        found = {one.parameter.name: one.value() for one in self._fields}
        return {name: value for name, value in found.items() if value != ""}

    def ask(
        self,
        runbook: Runbook,
        choices: Callable[[RunbookParameter], tuple[str, ...] | None],
        given: Mapping[str, str],
    ) -> None:
        """Ask for the parameters of a runbook; ``given`` are known already, ``cell`` for its first cell by any name."""
        self.forget()
        self._fields = [ParameterField(one, choices(one)) for one in runbook.parameters]
        inner, grid = QWidget(), QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(self._context.theme.space(1))
        first_cell = next((one.name for one in runbook.parameters if one.type is ParameterType.CELL), "")
        known = {**({first_cell: given["cell"]} if first_cell and "cell" in given else {}), **given}
        for place, field in enumerate(self._fields):
            if field.parameter.name in known:
                field.take(known[field.parameter.name])
            field.changed.connect(self.ask_again)
            grid.addWidget(field, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop)
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        inner.setLayout(grid)
        self._area.setWidget(inner)
        wanted = inner.sizeHint().height()
        self._area.setFixedHeight(min(wanted, self._context.theme.space(_MOST_HEIGHT)))
        self._area.setVisible(bool(self._fields))
        self._edited()

    def forget(self) -> None:
        """Forget the plan: nothing can be started until there is another one."""
        self._show_plan(None)
        self._trouble.hide()

    def ask_again(self) -> None:
        """Ask for another plan in a moment: what was entered was changed, or stays for an estate that was read anew."""
        self._show_plan(None)
        self._later.start()

    def _edited(self) -> None:
        self.edited.emit(self.values())

    def show_plan(self, plan: RunPlan) -> None:
        """Show everything that would be done."""
        for field in self._fields:
            field.mark_wrong(False)
        self._trouble.setText("\n".join(plan.problems))
        self._trouble.setVisible(bool(plan.problems))
        self._show_plan(plan)

    def show_trouble(self, error: ConsoleError) -> None:
        """Say what does not fit yet, at the field and in words."""
        self._show_plan(None)
        for field in self._fields:
            field.mark_wrong(f" {field.parameter.name} " in f" {error.message} ")
        self._trouble.setText(str(error))
        self._trouble.show()

    def _show_plan(self, plan: RunPlan | None) -> None:
        self._plan.set_rows(plan_rows(plan) if plan is not None else ())
        self._plan.say_when_empty("" if plan is not None else t("The whole plan is shown here once the values fit."))
        self._sentence.setText(plan_sentence(plan) if plan is not None else "")
        forbids = self._context.session.read_only
        for mode, button in self._buttons.items():
            button.setEnabled(plan is not None and not plan.problems and (mode == "dry" or not forbids))
            button.setToolTip(
                t("The console runs with --read-only: every change is forbidden.") if forbids and mode != "dry" else ""
            )
        self._input.setVisible(plan is not None)
        if plan is not None and self._plan.current_row() is None:
            self._plan.select_key(1)
        self._show_input(self._plan.current_row())

    def _show_input(self, found: PlanRow | None) -> None:
        self._input.show_text(found.step.input if found is not None else "")

    def focus_first(self) -> None:
        """Put the focus on the first field that has no value, else on the button that begins."""
        empty = next((one for one in self._fields if not one.value()), None)
        (empty or self._buttons["step"]).setFocus()
