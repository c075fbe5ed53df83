"""Reading standard input as lines without blocking the loop."""

import asyncio
import os
import stat
import sys
from collections.abc import AsyncIterator

LONGEST_LINE_BYTES = 64 * 1024


async def stdin_lines() -> AsyncIterator[str]:
    """Yield the lines of standard input until it closes; a line that is too long ends it too."""
    if not _speaks():
        return
    reader = asyncio.StreamReader(limit=LONGEST_LINE_BYTES)
    try:
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
    except (OSError, ValueError):
        return
    try:
        while True:
            try:
                line = await reader.readline()
            except ValueError:
                return
            if not line:
                return
            yield line.decode("utf-8", "replace")
    finally:
        transport.close()


def _speaks() -> bool:
    """Return whether lines may come: behind a plain file or /dev/null nobody steers, and no loop can wait for them."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
        return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or sys.stdin.isatty()
    except (AttributeError, OSError, ValueError):  # closed, or none at all
        return False
