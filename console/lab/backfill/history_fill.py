"""Runs the back-fill in its own process and hands on what it tells."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from console.kernel.process_start import start_process
from console.kernel.python_module import module_command, module_environment
from console.lab.backfill.history_request import HistoryJob
from console.lab.process.child_process import guarded

Hear = Callable[[Mapping[str, Any]], Awaitable[None]]
_STOP_S = 5.0


async def fill_history(job: HistoryJob, hear: Hear) -> bool:
    """Carry out ``job`` and return whether it is complete; cancelling ends the process.

    ``hear`` gets ``{"fraction": 0..1}``, ``{"block": name}`` and, when it fails, ``{"error": sentence}``.
    """
    process = await start_process(
        *guarded(module_command("console.lab.backfill", job.to_json())),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=module_environment(),
        start_new_session=True,
    )
    assert process.stdout is not None
    failed = False
    try:
        async for line in process.stdout:
            event = json.loads(line)
            failed = failed or "error" in event
            await hear(event)
        complete = await process.wait() == 0
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                async with asyncio.timeout(_STOP_S):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()
    if not complete and not failed:
        await hear({"error": "The writing of the lab's history ended early."})
    return complete
