"""Making a plan, or looking at one: its form, all of its steps, what stands against it, saving and beginning it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.presenters.rollable import ROLLABLE_TOPICS, rollables
from console.presenters.rollout_plan_rows import plan_rows
from views.rollouts.plan_form import PlanForm
from views.rollouts.plan_table import PlanTable
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel
from views.widgets.tip import tip
from views.widgets.wrapped_code import WrappedCode

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.presenters.rollout_plan_rows import PlanRow
    from console.services.look import Look
    from console.services.rollouts.plan_review import PlanReview
    from console.store.state import State
    from views.page import PageContext

_SETTLED_MS = 400  # what is still being typed is not asked about


class PlanPanel(QWidget):
    """``left`` asks for the list of rollouts; ``begun`` carries the id of the run that was begun here."""

    left = Signal()
    begun = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._plan: RolloutPlan | None = None
        self._review: PlanReview | None = None
        self._file: Path | None = None
        self._look: Look | None = None
        self._asked, self._unseen = 0, False
        self._scope = context.session.runtime.scope("rollout plan")
        self._title, self._place = Label(role="title"), Label(role="muted", wrap=True)
        self._fits, self._needs = Label(wrap=True, selectable=True), Label(wrap=True, selectable=True)
        self._problems = Label(role="error", wrap=True, selectable=True)
        self.form, self.table = PlanForm(context.theme), PlanTable(context)
        self._step = WrappedCode(context.theme, t("Step"))
        self.table.current_changed.connect(self._show_step)
        self.form.changed.connect(self._edited)
        self._back = _button(t("Back to the rollouts"), self.leave)
        self._save = _button(t("Save the plan …"), self._ask_where)
        self._begin = _button(t("Begin …"), self._ask_begin)
        self._begin.setProperty("role", "primary")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLED_MS)
        self._later.timeout.connect(self._ask)
        self._lay_out()

    def _lay_out(self) -> None:
        gap = self._context.theme.space(1)
        head = row(self._title, None, self._back, self._save, self._begin, spacing=gap)
        found = QWidget()
        inner = column(self._fits, self._needs, self._problems, spacing=gap)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._step)
        found.setLayout(inner)
        self._split = SplitPanel(self._context.memory, "rollout-plan", self.form, found, shares=(3, 8))
        layout = column(spacing=gap)
        layout.addLayout(head)
        layout.addWidget(self._place)
        layout.addWidget(self._split, 1)
        self.setLayout(layout)

    # --- coming and going -----------------------------------------------------------------------------------------

    def make(self, state: State) -> None:
        """Begin a new plan."""
        self._title.setText(t("New rollout"))
        self.form.show()
        self.make_again(state)
        self.form.what.setFocus()

    def make_again(self, state: State) -> None:
        """Go on with a new plan on what is open now."""
        self.close_look()
        self._look = self._context.session.look(*ROLLABLE_TOPICS)
        self.show_state(state)
        self._edited()

    def show_plan(self, plan: RolloutPlan, file: Path) -> None:
        """Show the plan of a file."""
        self._title.setText(plan.name)
        self.form.hide()
        self._plan, self._file, self._review = plan, file, None
        self._ask()
        self._weigh()

    def show_state(self, state: State) -> None:
        """Offer what was read of the estate."""
        found = rollables(state)
        if not self.form.isHidden() and state.estate is not None and (found or not self.form.is_touched):
            self.form.show_found(state.estate, found)
        self._weigh()

    def leave(self) -> None:
        """Go back to the list; what was filled in stays for the next time."""
        self.close_look()
        self.left.emit()

    def close_look(self) -> None:
        """Stop reading what only a form needs."""
        if self._look is not None:
            self._look.close()
            self._look = None

    def closing(self) -> None:
        """Drop what is being asked."""
        self.close_look()
        self._scope.cancel()

    # --- the plan -------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        """Take the form; say at once what is wrong with it, and ask the estate a moment later."""
        self._file, self._review = None, None
        try:
            self._plan = self.form.plan()
        except UserError as error:
            self._plan, said = None, (str(error),)
            # What nobody has filled in yet is no mistake of theirs.
            self._show_texts(problems=said) if self.form.is_touched else self._show_texts(needs=said)
            self.table.show_steps(())
        else:
            self._show_texts()
            self.table.show_steps(plan_rows(self._plan))
            self._later.start()
        self._weigh()

    def _ask(self) -> None:
        """Find out what every step would do to every cell."""
        from console.services.rollouts.plan_review import review  # noqa: PLC0415 - with the first plan

        session, plan = self._context.session, self._plan
        if plan is None or session.open is None:
            return
        estate = session.open.estate
        self._asked += 1
        asked, self._unseen = self._asked, False

        async def look() -> PlanReview:
            changes = await session.runtime.in_thread(lambda: (session.changes.service, session.changes.judge))
            return await review(plan, estate, *changes)

        self.table.show_steps(plan_rows(plan))
        self._show_texts(needs=(t("Asking every cell what each step would do …"),))
        self._run(
            look(),
            lambda found: self._show_review(found) if asked == self._asked else None,
            lambda error: self._tell_unseen(error) if asked == self._asked else None,
        )

    def _tell_unseen(self, error: ConsoleError) -> None:
        self._unseen = True
        self._fail(error)
        self._weigh()

    def _show_review(self, found: PlanReview) -> None:
        if self._plan is None:
            return
        self._review = found
        self.table.show_steps(plan_rows(self._plan, found.steps))
        self._show_texts(tuple(t("First: {what}", what=one) for one in found.needs), found.problems)
        self._weigh()

    def _show_texts(self, needs: tuple[str, ...] = (), problems: tuple[str, ...] = ()) -> None:
        fits, first, reasons = self._compatibility()
        against = filter(None, dict.fromkeys((reasons, *problems)))
        wanted = filter(None, dict.fromkeys((first, *needs)))
        for label, lines in (
            (self._fits, [fits] if fits else []),
            (self._needs, list(wanted)),
            (self._problems, list(against)),
        ):
            label.setText("\n".join(lines))
            label.setVisible(bool(lines))

    def _show_step(self, found: PlanRow | None) -> None:
        lines = (found.what, found.change, found.note) if found is not None else ()
        self._step.show_text("\n".join(one for one in lines if one))
        self._step.setVisible(bool(lines))

    def _compatibility(self) -> tuple[str, str, str]:
        """Return that the versions fit, what must be done first, or why they do not; nobody is asked for it."""
        from console.services.rollouts.plan_review import compatibility  # noqa: PLC0415

        session, plan = self._context.session, self._plan
        if plan is None or plan.model is None or session.open is None:
            return "", "", ""
        reasons, needs = compatibility(plan, session.open.estate)
        if reasons:
            return "", "", f"{reasons} {t('What helps: {actions}.', actions=needs)}" if needs else reasons
        fits = t("{version} may follow the current version.", version=plan.model.version)
        return fits, t("First: {what}", what=needs) if needs else "", ""

    def _weigh(self) -> None:
        """Enable what can be done, and say why the rest cannot."""
        why = self._why_not()
        for button, reason in ((self._save, why if self._plan is None else ""), (self._begin, why)):
            button.setEnabled(not reason)
            button.setToolTip(tip(reason))
            button.setAccessibleDescription(reason)
        saved = t("Saved as {file}", file=self._file) if self._file is not None else ""
        self._place.setText("  ·  ".join(one for one in (saved, why) if one))
        self._place.setVisible(bool(self._place.text()))

    def _why_not(self) -> str:
        if self._plan is None:
            return t("The plan is not complete.")
        if self._review is None:
            unseen = t("The steps could not be looked at. Change or open the plan again.")
            return unseen if self._unseen else t("Every step is being looked at.")
        if self._review.problems:
            return t("Something stands against this plan.")
        if self._file is None:
            return t("Save the plan first: the file is what others read, and what begins.")
        places = {lever.connection for wave in self._plan.waves for cell in wave.cells for lever in cell.levers}
        return next(filter(None, map(self._context.changes.why_not, sorted(places))), "")

    # --- saving and beginning -------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        if self._plan is not None:
            name = "".join(one if one.isalnum() or one in "-._" else "-" for one in self._plan.name)
            pattern = t("Plans of rollouts ({patterns})", patterns="*.yaml *.yml *.json")
            self._context.dialogs.choose_new_file(t("Save the plan"), pattern, f"{name}.yaml", self.save)

    def save(self, file: Path) -> None:
        """Write the plan into a file."""
        from console.estate.rollout_plan_file import plan_text  # noqa: PLC0415
        from console.kernel.paths import write_private  # noqa: PLC0415

        plan = self._plan
        if plan is None:
            return
        runtime = self._context.session.runtime

        async def write() -> None:
            await runtime.in_thread(write_private, file, plan_text(plan))

        def saved(_none: None) -> None:
            self._file = file if plan == self._plan else None
            self._weigh()

        self._run(write(), saved)

    def _ask_begin(self) -> None:
        plan, found = self._plan, self._review
        if plan is None or found is None:
            return
        steps = len(plan_rows(plan))
        text = t("{count} steps, as they are listed. Everything it changes can be taken back.", count=steps)
        lines = "\n".join((text, *(t("First: {what}", what=need) for need in found.needs)))
        question = t("Begin {name} in {count} cells?", name=plan.name, count=len(plan.cells))
        self._context.dialogs.confirm(question, lines, t("Begin"), lambda: self._start(plan), danger=True)

    def _start(self, plan: RolloutPlan) -> None:
        desk = self._context.session.changes.rollouts

        async def start() -> str:
            run = await desk.command.start(plan, "")
            return run.id

        def started(run_id: str) -> None:
            desk.drive(run_id)
            self.begun.emit(run_id)
            self.leave()

        self._run(start(), started)

    def _run(self, work: Coroutine[Any, Any, Any], done: Any, failed: Any = None) -> None:
        self._context.bridge.when_done(self._scope.start(work), done, failed or self._fail, owner=self)

    def _fail(self, error: ConsoleError) -> None:
        self._show_texts(problems=(str(error),))
        self._context.dialogs.error(error)


def _button(text: str, run: Any) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(run)
    return button
