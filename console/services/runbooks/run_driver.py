"""Driving a run: one step after the other, by one console at a time."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from console.domain.runbooks import run_step
from console.domain.runbooks.runbook_run import TO_THE_END, RunState
from console.domain.runbooks.step_result import StepEnd, StepResult
from console.domain.runbooks.step_run import StepState
from console.kernel.errors import ChangeRefused, ConsoleError
from console.kernel.i18n import t
from console.runbooks.left_process import left_processes
from console.services.runbooks.run_change import RunChange
from console.services.runbooks.run_gate import closed_gate
from console.services.runbooks.run_outside import RunOutside
from console.services.runbooks.step_runner import StepRunner

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.domain.runbooks.run_plan import PlanStep, RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.services.change_recovery import ChangeRecovery
    from console.services.change_service import ChangeService
    from console.services.runbooks.run_book import RunBook
    from console.services.runbooks.run_outside import Reach
    from console.services.runbooks.run_shelf import RunShelf
    from console.services.runbooks.step_output import StepOutput


class RunDriver:
    """Every coroutine runs on the I/O loop. ``after`` is called when a step of a run, or the run, has ended."""

    def __init__(
        self,
        reach: Reach,
        book: RunBook,
        shelf: RunShelf,
        changes: ChangeService,
        recovery: ChangeRecovery,
        actor: str,
        after: Callable[[RunbookRun, RunPlan], Awaitable[None]],
    ) -> None:
        self._reach, self._book, self._shelf, self._actor, self._after = reach, book, shelf, actor, after
        self._changes, self._recovery = changes, recovery
        self._runners: dict[str, StepRunner] = {}
        self._plans: dict[str, RunPlan] = {}
        self._wakers: dict[str, asyncio.Event] = {}
        self._driven: set[str] = set()

    async def drive(self, run_id: str) -> RunbookRun:
        """Go on until the run is over, or waits for a person; return it.

        Raises ``ChangeRefused`` when another running console drives it.
        """
        await self.claim(run_id)
        whole = self._book.find(run_id).id
        self._driven.add(whole)
        try:
            while True:
                await self._book.refresh()
                run = self._book.find(whole)
                if run.state is not RunState.RUNNING:
                    return run
                await self._advance(run, await self.plan(run))
        finally:
            self._driven.discard(whole)

    def wake(self, run_id: str) -> None:
        """Let the driver of a run look at once at what was said to it."""
        if run_id in self._wakers:
            self._wakers[run_id].set()

    async def plan(self, run: RunbookRun) -> RunPlan:
        """Return the plan of a run."""
        if run.id not in self._plans:
            self._plans[run.id] = await self._reach.runtime.in_thread(self._shelf.plan, run)
        return self._plans[run.id]

    def runner(self, run_id: str) -> StepRunner:
        """Return what carries the steps of a run out here."""
        if run_id not in self._runners:
            outside = RunOutside(self._reach, self._change(run_id))
            self._runners[run_id] = StepRunner(self._reach.runtime, self._shelf, outside)
        return self._runners[run_id]

    def output(self, run_id: str, place: int) -> StepOutput | None:
        """Return the output of a step that runs or ran here, as long as the run does. Any thread."""
        runner = self._runners.get(run_id)
        return runner.outputs.get(place) if runner is not None else None

    def _change(self, run_id: str) -> RunChange:
        return RunChange(run_id, self._book, self._changes, self._recovery, self._reach.sleep)

    async def claim(self, run_id: str) -> None:
        """Become the driver of a run whose console has ended; a step that was running then is unknown."""
        await self._book.refresh()
        run = self._book.find(run_id)
        mine = self._book.journal.owner
        if run.is_over or (run.owner == mine and not self._is_stale(run)):
            return
        if run.owner != mine and await self._reach.runtime.in_thread(self._book.journal.is_running, run.owner):
            raise ChangeRefused(
                t("Another console drives the run {id}.", id=run.id),
                t("Watch it with: cell-console runbook status {id}", id=run.id),
            )

        def take(now: RunbookRun) -> RunbookRun:
            if now.owner != run.owner:
                raise ChangeRefused(t("Another console has just taken the run {id}.", id=now.id))
            return run_step.taken(now, self._book.now_s(), mine)

        await self._book.move(run_id, take)

    def _is_stale(self, run: RunbookRun) -> bool:
        """A step that runs although nobody here drives its run was left by a drive that was cut off."""
        now = run.present
        return now is not None and now.state is StepState.RUNNING and run.id not in self._driven

    async def take_up(self, run_id: str) -> RunbookRun:
        """Become the driver of a run that its console has left; one that was stopped before rests."""
        await self.claim(run_id)
        run = self._book.find(run_id)
        return await self._move(run, self._rested) if run.is_to_rest else run

    def _rested(self, run: RunbookRun) -> RunbookRun:
        return run_step.rested(run, self._book.now_s()) if run.is_to_rest else run

    async def _advance(self, run: RunbookRun, plan: RunPlan) -> None:
        now = run.present
        if run.is_to_rest:
            await self._move(run, self._rested)
        elif now is None and run.deferred:
            await self._go_on(run, lambda one: run_step.resumed_deferred(one, self._book.now_s()))
        elif now is None:
            outcome = run_step.outcome_of(run, plan)
            if (await self._go_on(run, lambda one: run_step.closed(one, self._book.now_s(), outcome))).is_over:
                await self._ended(run, plan)
        elif now.state is StepState.UNKNOWN:
            await self._look_into(run, plan)
        elif plan.steps[run.at].by_hand and run.until >= TO_THE_END:
            why = t("A person begins it, not an automatic run.")
            await self._go_on(run, lambda one: run_step.left_out(one, self._book.now_s(), plan, why))
        else:
            await self._carry_out(run, plan)

    async def _move(self, run: RunbookRun, step: Callable[[RunbookRun], RunbookRun]) -> RunbookRun:
        return await self._book.move(run.id, step)

    async def _go_on(self, run: RunbookRun, step: Callable[[RunbookRun], RunbookRun]) -> RunbookRun:
        """Take a step of a run unless somebody has just stopped or ended it: it is left as it is then."""

        def unless_stopped(one: RunbookRun) -> RunbookRun:
            return one if one.state is not RunState.RUNNING or one.is_to_rest else step(one)

        return await self._move(run, unless_stopped)

    async def _ended(self, run: RunbookRun, plan: RunPlan) -> None:
        await self.let_go(run.id)
        self._plans.pop(run.id, None)
        await self._after(self._book.find(run.id), plan)

    async def let_go(self, run_id: str) -> None:
        """End what goes on behind the steps of a run."""
        runner = self._runners.pop(run_id, None)
        if runner is not None:
            await runner.close()

    # --- a step ---------------------------------------------------------------------------------------------------

    async def _carry_out(self, run: RunbookRun, plan: RunPlan) -> None:
        begun = await self._go_on(run, lambda one: run_step.begun(one, self._book.now_s(), self._actor))
        if begun.present is None or begun.present.state is not StepState.RUNNING:
            return
        waker = self._wakers[run.id] = asyncio.Event()
        try:
            result = await self._refused(begun, plan.steps[run.at]) or await self.runner(run.id).run(
                begun, plan, lambda: self._is_stopped(run.id), waker
            )
        finally:
            del self._wakers[run.id]
        await self._finish(run, plan, result)

    async def _finish(self, run: RunbookRun, plan: RunPlan, result: StepResult) -> None:
        after = await self._move(run, lambda one: run_step.finished(one, self._book.now_s(), result, plan))
        if after.state is RunState.FAILED:
            await self._after(after, plan)

    async def _is_stopped(self, run_id: str) -> bool:
        with suppress(ConsoleError):  # told at the next step
            await self._book.refresh()
        return self._book.find(run_id).is_stopping

    async def _refused(self, run: RunbookRun, step: PlanStep) -> StepResult | None:
        """Return why a step may not be carried out now."""
        if self._changes.access.is_read_only() and step.writes is not False and not run.is_dry:
            return StepResult(StepEnd.FAILED, t("The console runs with --read-only: this step is not carried out."))
        why = await closed_gate(self._reach, step)
        if why:
            return StepResult(StepEnd.FAILED, t("The gate is closed. {why}", why=why))
        if step.gate and await self._is_stopped(run.id):  # while the gate was looked at
            return StepResult(StepEnd.CANCELLED, t("It was stopped."))
        return None

    # --- after an interruption ------------------------------------------------------------------------------------

    async def _look_into(self, run: RunbookRun, plan: RunPlan) -> None:
        """Find out what became of a step that an interruption cut off: read, look its change up, or ask."""
        step, now = plan.steps[run.at], run.steps[run.at]
        if step.repeatable:
            why = t("It only reads, so it is done once more.")
            await self._go_on(run, lambda one: run_step.once_more(one, self._book.now_s(), why))
        elif step.kind == "change":
            await self._settle(run, plan, now.pending)
        else:
            text = await self._reach.runtime.in_thread(self._asked_of, run)
            await self._go_on(run, lambda one: run_step.unknown_asked(one, self._book.now_s(), text))

    def _asked_of(self, run: RunbookRun) -> str:
        """Return the question what became of the present step; what it began may go on without its console."""
        left = ", ".join(map(str, left_processes(self._shelf.folder(run.id))))
        if left:
            told = t(
                "The console ended while this step ran, and what it began still runs (process {numbers}).", numbers=left
            )
            return f"{told} {t('Let it end, or end it, before it is done again. What became of it?')}"
        return t("The console ended while this step ran. What became of it?")

    async def _settle(self, run: RunbookRun, plan: RunPlan, pending: str) -> None:
        settling = await self._go_on(run, lambda one: run_step.settling(one, self._book.now_s()))
        if settling.present is None or settling.present.state is not StepState.RUNNING:
            return
        try:
            told = await self._change(run.id).settle(pending) if pending else ""
        except ConsoleError as error:
            await self._finish(settling, plan, StepResult(StepEnd.FAILED, str(error)))
            return
        is_whole = "operation" in plan.steps[run.at].spec
        if is_whole and (told or run_step.has_changed(settling)):
            await self._finish(settling, plan, StepResult(StepEnd.PASSED, told or t("Its change had been made.")))
            return
        why = t("What had been written is known; what is missing is done now.")
        await self._move(settling, lambda one: run_step.once_more(one, self._book.now_s(), why))

    async def close(self) -> None:
        """End every process of the runs that are driven here."""
        for run_id in tuple(self._runners):
            await self.let_go(run_id)
