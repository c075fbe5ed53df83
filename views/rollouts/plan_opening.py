"""From the page to the engine: opening a plan, beginning it, and what a person says to a rollout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.services.rollouts.plan_review import PlanReview
    from console.services.rollouts.rollout_desk import RolloutDesk
    from views.page import PageContext

_SHOWN = 12


class PlanOpening(QObject):
    """``trouble`` says why the rollouts cannot be read, or nothing."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent
        self._scope = context.session.runtime.scope("rollouts page")
        self.trouble = ""

    def begin(self) -> None:
        """Read the journal of rollouts and drive what nobody drives; behind, because it loads a lot."""
        session = self._context.session
        if session.open is None:
            return

        async def load() -> RolloutDesk:
            desk = await session.runtime.in_thread(lambda: session.changes.rollouts)
            await desk.book.refresh()
            return desk

        def loaded(desk: RolloutDesk) -> None:
            self.trouble = " ".join(desk.book.problems)
            desk.attend()

        self._run(load(), loaded)

    def choose(self) -> None:
        """Ask for the file of a plan."""
        pattern = t("Plans of rollouts ({patterns})", patterns="*.yaml *.yml *.json")
        self._context.dialogs.choose_file(t("Open a plan"), pattern, self.open)

    def open(self, file: Path) -> None:
        """Look at a plan, and ask whether it may begin."""
        from console.estate.rollout_plan_file import read_rollout_plan  # noqa: PLC0415 - only with a plan
        from console.services.rollouts.plan_review import demand_sound  # noqa: PLC0415

        session = self._context.session
        if session.open is None:
            return
        estate = session.open.estate

        async def look() -> tuple[RolloutPlan, PlanReview]:
            plan = await session.runtime.in_thread(read_rollout_plan, file)
            return plan, await demand_sound(plan, estate, session.changes.service)

        self._run(look(), lambda found: self._ask(*found))

    def _ask(self, plan: RolloutPlan, found: PlanReview) -> None:
        from console.presenters.rollout_plan_rows import plan_rows  # noqa: PLC0415

        why = next(filter(None, (self._context.changes.why_not(one) for one in sorted(_connections(plan)))), "")
        if why:
            self._context.dialogs.error(ConsoleError(why), t("The rollout cannot begin"))
            return
        rows = plan_rows(plan)
        lines = [f"{row.number}. {row.share} {row.cell}: {row.what}" for row in rows[:_SHOWN]]
        if len(rows) > _SHOWN:
            lines.append(t("… and {count} more steps.", count=len(rows) - _SHOWN))
        lines += [t("First: {what}", what=need) for need in found.needs]
        self._context.dialogs.confirm(
            t("Begin {name} in {count} cells?", name=plan.name, count=len(plan.cells)),
            "\n".join(lines),
            t("Begin"),
            lambda: self._start(plan),
            danger=True,
        )

    def _start(self, plan: RolloutPlan) -> None:
        desk = self._context.session.changes.rollouts

        async def start() -> str:
            run = await desk.command.start(plan, "")
            return run.id

        self._run(start(), desk.drive)

    def say(self, command: str, run_id: str) -> None:
        """Carry out what a person says; promoting asks why, aborting whether it is meant."""
        desk = self._context.session.changes.rollouts.command
        if command == "promote":
            dialog = QInputDialog(self._parent)
            dialog.setWindowTitle(t("Promote"))
            dialog.setLabelText(t("Why may it go on without enough evidence?"))
            dialog.textValueSelected.connect(lambda why: self._run(desk.promote(run_id, why), lambda _run: None))
            dialog.open()
        elif command == "abort":
            self._context.dialogs.confirm(
                t("Take everything back?"),
                t("Every cell that this rollout has changed gets its version of before, the last one first."),
                t("Abort"),
                lambda: self._run(desk.abort(run_id), lambda _run: None),
                danger=True,
            )
        else:
            step = {"step": desk.step, "pause": desk.pause, "resume": desk.resume}[command]
            self._run(step(run_id), lambda _run: None)

    def _run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]) -> None:
        context = self._context
        context.bridge.when_done(self._scope.start(work), done, context.dialogs.error, owner=self)

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._scope.cancel()


def _connections(plan: RolloutPlan) -> set[str]:
    return {lever.connection for wave in plan.waves for cell in wave.cells for lever in cell.levers}
