"""Reading standard input as lines without blocking the loop."""

import asyncio
import sys
from collections.abc import AsyncIterator

LONGEST_LINE_BYTES = 64 * 1024


async def stdin_lines() -> AsyncIterator[str]:
    """Yield the lines of standard input until it closes; a line that is too long ends it too."""
    reader = asyncio.StreamReader(limit=LONGEST_LINE_BYTES)
    try:
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
    except (OSError, ValueError):  # a plain file or /dev/null: nobody steers
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
