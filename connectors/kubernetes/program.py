"""Running a helper program without a terminal, for a limited time, with limited output."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass

from console.kernel.gathered import gathered
from console.kernel.process_start import start_process

_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit code and what it wrote, cut at 1 MiB."""

    code: int
    output: bytes
    errors: bytes


class OverTime(TimeoutError):  # noqa: N818 - an outcome
    """The program did not end in time and was ended; ``output`` is what it had written."""

    def __init__(self, output: bytes) -> None:
        super().__init__("the program did not end in time")
        self.output = output


async def run(program: str, arguments: list[str], environment: Mapping[str, str], *, limit_s: float) -> Ended:
    """Run a program; raise ``OSError`` when it cannot start and ``OverTime`` after ``limit_s`` seconds."""
    process = await start_process(
        program,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=dict(environment),
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    output, errors = bytearray(), bytearray()
    try:
        async with asyncio.timeout(limit_s):
            await gathered(_collect(process.stdout, output), _collect(process.stderr, errors))
            return Ended(await process.wait(), bytes(output), bytes(errors))
    except TimeoutError:
        raise OverTime(bytes(output)) from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def _collect(stream: asyncio.StreamReader, into: bytearray) -> None:
    """Keep the first bytes of a stream and read the rest away, so that the writer can end."""
    while piece := await stream.read(64 * 1024):
        if len(into) < _MOST_BYTES:
            into += piece
