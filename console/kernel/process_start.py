"""Starting a process from the loop, so that being cancelled in the middle of it leaves nothing behind."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

STARTING = "process start"
"""Name of tasks that are waited for, not cancelled: cancelled between two pipes, asyncio (3.11) waits for ever."""
_PART = 1 << 20


async def start_process(*line: str, **options: Any) -> asyncio.subprocess.Process:
    """Return what ``asyncio.create_subprocess_exec`` returns; raises ``OSError`` as it does.

    Who is cancelled meanwhile does not wait: the process is ended as soon as it has begun.
    """
    loop = asyncio.get_running_loop()
    starting = loop.create_task(asyncio.create_subprocess_exec(*line, **options), name=STARTING)
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        _ABANDONED.add(task := loop.create_task(_abandon(starting), name=STARTING))
        task.add_done_callback(_ABANDONED.discard)
        raise


_ABANDONED: set[asyncio.Task[None]] = set()


async def _abandon(starting: asyncio.Task[asyncio.subprocess.Process]) -> None:
    """End a process that nobody waits for, and let go of its pipes."""
    with suppress(OSError):
        process = await starting
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        if process.stdin is not None:
            process.stdin.close()
        for stream in (process.stdout, process.stderr):
            while stream is not None and await stream.read(_PART):
                continue
        await process.wait()
