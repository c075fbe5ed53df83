"""Running a lab until somebody ends it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterable, Callable, Mapping
from types import FrameType
from typing import Any

from console.kernel.clock import SystemClock
from console.kernel.runtime import Runtime
from console.lab.control.command_line import stdin_lines
from console.lab.control.commander import Commander
from console.lab.runner.lab import Lab
from console.lab.runner.lab_options import LabOptions

Tell = Callable[[Mapping[str, Any]], None]


def serve_lab(options: LabOptions, tell: Tell, *, controlled: bool) -> None:
    """Run a lab until SIGINT, SIGTERM or, when ``controlled``, until standard input closes or says so.

    A terminal that is closed ends it too (SIGHUP), unless it was started to outlive that (``nohup``). To be called
    from the main thread. ``tell`` gets ``{"ready": RunningLab}`` once and the lab's events.
    Raises ``ConsoleError`` when the lab cannot start.
    """
    os.umask(0o077)  # the process is the lab's alone, and its children write with the rights that they inherit
    runtime = Runtime()
    stop = asyncio.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        runtime.loop.call_soon_threadsafe(stop.set)

    ends = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        ends.append(signal.SIGHUP)
    before = {number: signal.signal(number, ask_to_stop) for number in ends}
    try:
        runtime.run(_serve(options, tell, stop, stdin_lines() if controlled else None))
    finally:
        runtime.close()
        for number, handler in before.items():
            signal.signal(number, handler)


async def _serve(options: LabOptions, tell: Tell, stop: asyncio.Event, lines: AsyncIterable[str] | None) -> None:
    lab = Lab(options, SystemClock(), tell)
    ends: list[asyncio.Task[Any]] = [asyncio.create_task(stop.wait())]
    try:
        starting = asyncio.create_task(lab.start())
        await asyncio.wait({starting, *ends}, return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            return
        tell({"ready": starting.result().to_json()})
        if lines is not None:
            ends.append(asyncio.create_task(Commander(lab.world.scenarios, tell).obey(lines)))
        done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in done:
            end.result()
    finally:
        for end in ends:
            end.cancel()
        await asyncio.gather(*ends, return_exceptions=True)
        await lab.stop()
