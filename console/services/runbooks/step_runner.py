"""Carrying one step out: its time limit, its output, stopping it, and what its failure means."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.runbooks.step_result import StepEnd, StepResult
from console.domain.runbooks.step_run import StepState
from console.kernel.errors import ConnectorError, ConsoleError, ErrorKind
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.runbooks.length import length_text
from console.runbooks.step_context import StepContext
from console.runbooks.step_kind import known_kinds
from console.services.runbooks.step_output import StepOutput

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from console.domain.runbooks.run_plan import PlanStep, RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.kernel.child_process import ChildProcess
    from console.kernel.runtime import Runtime
    from console.runbooks.step_outside import StepOutside
    from console.services.runbooks.run_shelf import RunShelf

_PAUSE_S = 0.5
_MOST_SENTENCE = 1000
_AWAY = frozenset({ErrorKind.UNREACHABLE, ErrorKind.TIMEOUT})


class StepRunner:
    """Of one run, as long as its console drives it: what scripts export is remembered here, and nowhere on disk."""

    def __init__(self, runtime: Runtime, shelf: RunShelf, outside: StepOutside) -> None:
        self._runtime, self._shelf, self._outside = runtime, shelf, outside
        self._exported: dict[str, str] = {}
        self._behind: list[tuple[ChildProcess, asyncio.Task[None]]] = []
        self.outputs: dict[int, StepOutput] = {}

    async def run(
        self, run: RunbookRun, plan: RunPlan, is_stopped: Callable[[], Awaitable[bool]], woken: asyncio.Event
    ) -> StepResult:
        """Carry the present step out until its end, or until ``is_stopped`` (looked at when ``woken``)."""
        step, place = plan.steps[run.at], run.at
        folder = await self._runtime.in_thread(self._shelf.folder, run.id)
        file = self._shelf.output_file(run.id, place, run.steps[place].attempt)
        output = self.outputs[place] = await self._runtime.in_thread(StepOutput, file)
        context = StepContext(
            step,
            plan,
            run.is_dry,
            self._outside,
            output.write,
            folder,
            self._exported,
            self._stay(output),
            self._lost(run),
        )
        task = asyncio.ensure_future(_bounded(context, step))
        try:
            while not task.done():
                waking = asyncio.ensure_future(woken.wait())
                await asyncio.wait({task, waking}, timeout=_PAUSE_S, return_when=asyncio.FIRST_COMPLETED)
                waking.cancel()
                woken.clear()
                output.flush()
                if not task.done() and await is_stopped():
                    task.cancel()
            result = task.result() if not task.cancelled() else None
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await self._runtime.in_thread(output.close)
        found = _unless_early(run, plan, result or StepResult(StepEnd.CANCELLED, t("It was stopped.")))
        return replace(
            found,
            sentence=scrub(found.sentence)[:_MOST_SENTENCE],
            lines=output.lines,
            dropped=output.dropped,
            tail=output.tail,
        )

    def _lost(self, run: RunbookRun) -> dict[str, str]:
        """Return what scripts of a run left in a console that has ended: the names and their steps."""
        left = {name: one.name for one in run.steps if one.state is StepState.PASSED for name in one.exported}
        return {name: step for name, step in left.items() if name not in self._exported}

    def _stay(self, output: StepOutput) -> Callable[[ChildProcess, Path], None]:
        def stay(process: ChildProcess, script: Path) -> None:
            self._behind.append((process, asyncio.ensure_future(_drained(process, script))))
            output.write(t("It runs behind as process {number}.", number=process.pid) + "\n")

        return stay

    async def close(self) -> None:
        """End what goes on behind the steps."""
        behind, self._behind = self._behind, []
        for process, task in behind:
            await process.end()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def _unless_early(run: RunbookRun, plan: RunPlan, found: StepResult) -> StepResult:
    """In a dry run nothing fails for not seeing what an earlier step would have written."""
    is_early = run.is_dry and any(one.writes is not False for one in plan.steps[: run.at])
    if not is_early or found.end is not StepEnd.FAILED or plan.steps[run.at].writes is not False:
        return found
    told = t("Dry run: nothing was written, so this need not hold yet. {what}", what=found.sentence)
    return replace(found, end=StepEnd.PASSED, sentence=told)


async def _drained(process: ChildProcess, script: Path) -> None:
    """Read what a process behind writes, so that it never waits; its output is nobody's."""
    try:
        async for _ in process.output():
            pass
    finally:
        with suppress(OSError):
            os.unlink(script)


async def _bounded(context: StepContext, step: PlanStep) -> StepResult:
    try:
        async with asyncio.timeout(step.timeout_s):
            return await known_kinds().get(step.kind).run(context)
    except TimeoutError:
        return StepResult(StepEnd.FAILED, t("It took longer than {time}.", time=length_text(step.timeout_s)))
    except ConnectorError as error:
        return StepResult(StepEnd.UNREACHABLE if error.kind in _AWAY else StepEnd.FAILED, str(error))
    except ConsoleError as error:
        return StepResult(StepEnd.FAILED, str(error))
