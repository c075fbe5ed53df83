"""From the page to the engine of runbooks: reading, planning, starting, and what a person says to a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from PySide6.QtWidgets import QWidget

    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook import Runbook
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.services.runbooks.runbook_desk import RunbookDesk
    from views.page import PageContext
    from views.runbooks.question_card import Answer

DRY, AUTO = "dry", "auto"


class RunbookDoing(QObject):
    """``library_read`` carries a ``Library``, ``history_read`` and ``left_behind`` runs, ``begun`` a run.

    ``planned`` carries a plan, ``unplanned`` an error, each with the values that it is for.
    """

    library_read = Signal(object)
    history_read = Signal(object)
    left_behind = Signal(object)
    begun = Signal(object)
    planned = Signal(object, object)
    unplanned = Signal(object, object)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.session.runtime.scope("runbooks page")
        self._attended: RunbookDesk | None = None

    def desk(self) -> RunbookDesk:
        """Return the desk; the first call loads a lot, so it is made behind by ``read``."""
        return self._context.session.changes.runbooks

    def read(self) -> None:
        """Read library, history and what was left behind; drive on what other consoles say."""
        session = self._context.session
        if session.open is None:
            return

        async def load() -> RunbookDesk:
            desk = await session.runtime.in_thread(self.desk)
            self._context.bridge.later(lambda: self._attend(desk), owner=self)
            library = await session.runtime.in_thread(desk.library)
            self._context.bridge.later(lambda: self.library_read.emit(library), owner=self)
            return desk

        self.run(load(), lambda _desk: self.look_back())

    def _attend(self, desk: RunbookDesk) -> None:
        if self._attended is not desk:
            self._attended = desk
            desk.attend()

    def look_back(self) -> None:
        """Read the history and what was left behind."""
        desk = self.desk()
        self.run(desk.records.history(), self.history_read.emit)
        self.run(desk.left_behind(), self.left_behind.emit)

    def plan(self, runbook: Runbook, values: Mapping[str, str]) -> None:
        """Make the plan of a runbook."""
        runtime, given = self._context.session.runtime, dict(values)

        async def make() -> RunPlan:
            return await runtime.in_thread(self.desk().plan, runbook, given)

        self.run(make(), lambda plan: self.planned.emit(plan, given), lambda error: self.unplanned.emit(error, given))

    def start(self, runbook: Runbook, plan: RunPlan, mode: str, reason: str) -> None:
        """Begin a run; in the mode ``auto`` and ``dry`` it goes on by itself."""
        desk = self.desk()

        async def begin() -> RunbookRun:
            run = await desk.command.start(plan, runbook.text, reason=reason, is_dry=mode == DRY)
            return await desk.command.auto(run.id) if mode in {DRY, AUTO} else run

        self.run(begin(), self._has_begun)

    def _has_begun(self, run: RunbookRun) -> None:
        self.desk().drive(run.id)
        self.begun.emit(run)

    def take_up(self, run: RunbookRun) -> None:
        """Go on with a run that its console has left."""
        self.run(self.desk().take_up(run.id), self._has_begun)

    def say(self, command: str, run: RunbookRun, place: int, note: str) -> None:
        """Carry out what a person says to a run; ``place`` is the step that is meant by back and run-to."""
        desk = self.desk().command
        step = run.steps[place].name if 0 <= place < len(run.steps) else ""
        works: dict[str, Callable[[], Coroutine[Any, Any, RunbookRun]]] = {
            "go": lambda: desk.go(run.id),
            "auto": lambda: desk.auto(run.id),
            "run-to": lambda: desk.run_to(run.id, step),
            "retry": lambda: desk.retry(run.id),
            "skip": lambda: desk.skip(run.id, note),
            "defer": lambda: desk.defer(run.id, note),
            "back": lambda: desk.back(run.id, step, note),
            "stop": lambda: desk.stop(run.id, note),
            "recover": lambda: desk.recover(run.id, note),
            "abort": lambda: desk.abort(run.id, note),
        }
        self.run(works[command](), self.go_on)

    def answer(self, run: RunbookRun, answer: Answer) -> None:
        """Answer what a run asks."""
        desk = self.desk().command
        picture = Path(answer.picture) if answer.picture else None
        work = (
            desk.approve(run.id, answer.actor, answer.note)
            if answer.actor
            else desk.answer(run.id, answer.choice, answer.note, picture)
        )
        self.run(work, self.go_on)

    def go_on(self, run: RunbookRun) -> None:
        """Drive a run, unless it is over."""
        if not run.is_over:
            self.desk().drive(run.id)

    def run(
        self,
        work: Coroutine[Any, Any, Any],
        done: Callable[[Any], object],
        failed: Callable[[Any], object] | None = None,
    ) -> None:
        """Carry something out behind; what fails is told in a dialog unless ``failed`` takes it.

        Nothing begins once the page is closed: what was on its way then may still answer, and ask for more.
        """
        if self._scope.cancelled:
            work.close()
            return
        context = self._context
        context.bridge.when_done(self._scope.start(work), done, failed or self._tell, owner=self)

    def _tell(self, error: Any) -> None:
        self._context.dialogs.error(error, t("That did not work"))

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._scope.cancel()
