"""From the page to the engine: reading plans and runs, and what a person says to a rollout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.services.rollouts.rollout_desk import RolloutDesk
    from views.page import PageContext


class PlanOpening(QObject):
    """``trouble`` says why the rollouts cannot be read, or nothing; ``read`` carries a plan and its file."""

    read = Signal(object, object)

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
        """Read a plan."""
        from console.estate.rollout_plan_file import read_rollout_plan  # noqa: PLC0415 - only with a plan

        runtime = self._context.session.runtime

        async def read() -> RolloutPlan:
            return await runtime.in_thread(read_rollout_plan, file)

        self._run(read(), lambda plan: self.read.emit(plan, file))

    def say(self, command: str, run_id: str) -> None:
        """Carry out what a person says; promoting asks why, aborting whether it is meant."""
        desk = self._context.session.changes.rollouts.command
        if command == "promote":
            question = t("Why may it go on without enough evidence?")
            self._context.dialogs.ask(
                t("Promote"), question, lambda why: self._run(desk.promote(run_id, why), lambda _run: None)
            )
        elif command == "abort":
            self._context.dialogs.confirm(
                t("Take everything back?"),
                t("Every cell that this rollout has changed gets its version of before, the last one first."),
                t("Abort"),
                lambda: self._run(desk.abort(run_id), lambda _run: None),
                danger=True,
            )
        elif command == "ask":
            self._context.changes.ask_signature(run_id)
        elif command == "take":
            self._context.changes.signing().fetch(self._parent, run_id, lambda: None)
        else:
            step = {"step": desk.step, "pause": desk.pause, "resume": desk.resume}[command]
            self._run(step(run_id), lambda _run: None)

    def _run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]) -> None:
        context = self._context
        context.bridge.when_done(self._scope.start(work), done, context.dialogs.error, owner=self)

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._scope.cancel()
