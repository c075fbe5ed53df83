"""Ending a run whose present step another console carries out: that one stops it first, which takes a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.kernel.clock import Clock
    from console.services.runbooks.runbook_desk import RunbookDesk

_LONGEST_S = 30.0
_LOOK_S = 0.5


async def end_run(
    desk: "RunbookDesk",
    run_id: str,
    reason: str,
    clock: "Clock",
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> "RunbookRun":
    """Return the run: over, or, where its console does not stop the step in time, as it is; raise ``ConsoleError``."""
    run = await desk.command.abort(run_id, reason)
    until_s = clock.monotonic() + _LONGEST_S
    while not run.is_over and clock.monotonic() < until_s:
        await sleep(_LOOK_S)
        await desk.book.refresh()
        run = desk.book.find(run.id)
        if not run.is_over and not run.is_stopping:
            run = await desk.command.abort(run.id, reason)
    return run
