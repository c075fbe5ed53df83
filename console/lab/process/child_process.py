"""A child process of the lab that can neither outlive it nor fill a pipe."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from console.kernel.errors import ConsoleError
from console.kernel.process_start import start_process
from console.kernel.redact import scrub

_GUARD = Path(__file__).with_name("child_guard.py")
_STOP_S = 5.0
_TAIL_BYTES = 2_000


def guarded(command: Sequence[str]) -> tuple[str, ...]:
    """Return the command line that runs ``command`` so that it dies with this process, even when that is killed."""
    return (sys.executable, "-I", "-S", str(_GUARD), str(os.getpid()), *command)


class ChildProcess:
    """One command, run under the guard; its output goes to ``log_file``, newest run only."""

    def __init__(self, name: str, command: Sequence[str], log_file: Path) -> None:
        self.name = name
        self._command = tuple(command)
        self._log_file = log_file
        self._process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> bool:
        """Return whether it was started and has not ended."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """Return the process id while it runs."""
        return self._process.pid if self._process is not None and self.running else None

    async def start(self) -> None:
        """Start the command; it is not yet ready when this returns. Raise ``ConsoleError`` when it cannot start."""
        if self.running:
            return
        # A session of its own: Ctrl-C on the terminal reaches the lab alone, which then ends its children in order.
        with self._log_file.open("wb") as log:
            try:
                self._process = await start_process(
                    *guarded(self._command),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            except OSError as error:
                raise ConsoleError(f"{self.name} cannot be started: {error.strerror or error}.") from error

    async def stop(self) -> None:
        """End the command: ask first, kill after five seconds. Safe when it does not run."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(_STOP_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    def last_words(self) -> str:
        """Return the last line of its output, scrubbed; empty when there is none."""
        try:
            with self._log_file.open("rb") as log:
                log.seek(0, os.SEEK_END)
                log.seek(max(0, log.tell() - _TAIL_BYTES))
                lines = log.read().decode("utf-8", "replace").strip().splitlines()
        except OSError:
            return ""
        return scrub(lines[-1]) if lines else ""
