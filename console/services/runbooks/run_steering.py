"""Steering a run: going on, going back, recovering, stopping, ending."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from console.domain.runbooks import run_command
from console.domain.runbooks.runbook_run import TO_THE_END, RunbookRun, RunState
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.runbooks.run_plan import RunPlan
    from console.kernel.runtime import Runtime
    from console.services.policy.operator_key import OperatorKey
    from console.services.runbooks.run_book import RunBook
    from console.services.runbooks.run_driver import RunDriver
    from console.services.runbooks.run_shelf import RunShelf


class RunSteering:
    """Every coroutine journals one step of a run, or raises ``ConsoleError``; the window and the CLI then drive it."""

    def __init__(
        self, runtime: Runtime, book: RunBook, shelf: RunShelf, driver: RunDriver, operator: OperatorKey
    ) -> None:
        self._runtime, self._book, self._shelf, self._driver = runtime, book, shelf, driver
        self._operator, self._actor = operator, operator.actor

    async def _move(self, run_id: str, step: Callable[[RunbookRun], RunbookRun]) -> RunbookRun:
        await self._book.refresh()
        run = await self._book.move(self._book.find(run_id).id, step)
        self._driver.wake(run.id)
        return run

    async def _plan(self, run_id: str) -> RunPlan:
        await self._book.refresh()
        return await self._driver.plan(self._book.find(run_id))

    async def go(self, run_id: str) -> RunbookRun:
        """Let the present step begin, and rest behind it."""
        return await self._move(run_id, lambda run: run_command.let_on(run, self._book.now_s(), self._actor, run.at))

    async def run_to(self, run_id: str, step: str) -> RunbookRun:
        """Go on by itself up to a step, that one included."""
        place = await self._place(run_id, step)
        return await self._move(run_id, lambda run: run_command.let_on(run, self._book.now_s(), self._actor, place))

    async def auto(self, run_id: str) -> RunbookRun:
        """Go on by itself until something fails, asks, or the end."""

        def step(run: RunbookRun) -> RunbookRun:
            return run_command.let_on(run, self._book.now_s(), self._actor, TO_THE_END)

        return await self._move(run_id, step)

    async def _place(self, run_id: str, step: str) -> int:
        place = (await self._plan(run_id)).place(step)
        if place is None:
            raise UserError(
                t("The run has no step {name}.", name=repr(step)),
                t("Look at it with: cell-console runbook status {id}", id=run_id),
            )
        return place

    async def back(self, run_id: str, step: str, reason: str = "") -> RunbookRun:
        """Go back to an earlier step; nothing is undone by that."""
        place, why = await self._place(run_id, step), scrub(reason.strip())
        return await self._move(
            run_id, lambda run: run_command.gone_back(run, self._book.now_s(), self._actor, place, why)
        )

    async def recover(self, run_id: str, reason: str = "", *, automatic: bool = False) -> RunbookRun:
        """Begin the recovery section."""
        why = scrub(reason.strip())
        return await self._move(
            run_id,
            lambda run: run_command.recovering(run, self._book.now_s(), self._actor, why, automatic=automatic),
        )

    async def stop(self, run_id: str, reason: str = "") -> RunbookRun:
        """End the present step (its whole process group) and rest.

        Where its console has ended it rests at once, and what became of the step is looked into when it goes on.
        """
        why = scrub(reason.strip())
        await self._claim_left(run_id)
        return await self._move(run_id, lambda run: run_command.stopping(run, self._book.now_s(), self._actor, why))

    async def abort(self, run_id: str, reason: str = "") -> RunbookRun:
        """End the run; while a console carries its present step out that is stopped first: then say this again."""
        why = scrub(reason.strip())
        await self._claim_left(run_id)
        run = await self._move(run_id, lambda run: run_command.aborted(run, self._book.now_s(), self._actor, why))
        if run.state is RunState.ENDED:
            await self._driver.let_go(run.id)
            await self._runtime.in_thread(self._shelf.keep_record, run)
        return run

    async def _claim_left(self, run_id: str) -> None:
        """Take over a run whose console has ended in the middle of it: nobody there would hear what is said."""
        await self._book.refresh()
        run = self._book.find(run_id)
        if run.state is RunState.RUNNING:
            with suppress(ChangeRefused):  # its console is there, and hears it
                await self._driver.claim(run.id)
