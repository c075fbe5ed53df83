"""One child process with a terminal of its own for its output, ended as a whole group."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from math import inf
from typing import TYPE_CHECKING, Any

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.process_start import start_process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from pathlib import Path

_READ = 64 << 10
_MOST_WAITING = 64  # reads that nobody has taken yet; then the child is held up by its full terminal
_GRACE_S = 3.0
_QUIET_S = 0.3
_LINGER_S = 2.0
_COLUMNS, _ROWS = 120, 40


class ChildProcess:
    """Use on the I/O loop. It reads nothing (its input is empty) and leads a process group, which ``end`` ends whole.

    Where there are pseudo-terminals its output is one, so that programs write at once and as for people; else a pipe.
    """

    def __init__(self, process: asyncio.subprocess.Process, reading: int) -> None:
        self._process, self._reading = process, reading
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue()
        self._is_held = False
        self._until_s = inf
        self._loop = asyncio.get_running_loop()
        os.set_blocking(reading, False)
        self._loop.add_reader(reading, self._readable)

    @staticmethod
    async def start(argv: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> ChildProcess:
        """Start ``argv`` (never a shell's line); raise ``UserError`` when the system does not let it begin."""
        reading, writing = _terminal()
        try:
            process = await start_process(
                *argv,
                stdin=subprocess.DEVNULL,
                stdout=writing,
                stderr=writing,
                cwd=folder,
                env=dict(environment),
                start_new_session=True,
            )
        except (OSError, ValueError) as error:  # ValueError: a NUL character
            os.close(reading)
            raise UserError(
                t("The program {name} cannot be started: {why}.", name=argv[0] if argv else "", why=_why(error)),
                t("Install it, or correct the step."),
            ) from error
        finally:
            os.close(writing)
        return ChildProcess(process, reading)

    @property
    def pid(self) -> int:
        """Return its number, which is also that of its group."""
        return self._process.pid

    def _readable(self) -> None:
        try:
            found = os.read(self._reading, _READ)
        except BlockingIOError:
            return
        except OSError:  # Linux tells the end of a terminal so
            found = b""
        self._waiting.put_nowait(found)
        if not found or self._waiting.qsize() >= _MOST_WAITING:
            self._loop.remove_reader(self._reading)
            self._is_held = bool(found)

    async def output(self) -> AsyncIterator[bytes]:
        """Yield what is written until the end, or until it is quiet after the process itself has ended.

        What it left behind may never be quiet: that is listened to for a moment only.
        """
        ended = asyncio.ensure_future(self._process.wait())
        try:
            while (found := await self._next(ended)) is not None:
                yield found
        finally:
            ended.cancel()

    async def _next(self, ended: asyncio.Future[int]) -> bytes | None:
        if ended.done():
            self._until_s = min(self._until_s, self._loop.time() + _LINGER_S)
        if self._loop.time() >= self._until_s:
            return None
        if not self._waiting.empty():
            return self._take(self._waiting.get_nowait())
        taking = asyncio.ensure_future(self._waiting.get())
        either: set[asyncio.Future[Any]] = {taking, ended}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not taking.done():
            await asyncio.wait({taking}, timeout=_QUIET_S)
        if not taking.done():
            taking.cancel()
            return None
        return self._take(taking.result())

    def _take(self, found: bytes) -> bytes | None:
        """Return a part with all that has come behind it; ``None`` at the end."""
        parts = [found]
        while parts[-1] and not self._waiting.empty():
            parts.append(self._waiting.get_nowait())
        if not parts[-1] and len(parts) > 1:
            self._waiting.put_nowait(b"")  # the end is told next time
        if self._is_held:
            self._is_held = False
            self._loop.add_reader(self._reading, self._readable)
        return b"".join(parts) or None

    async def wait(self) -> int:
        """Return its exit code; below 0: minus the signal that ended it."""
        return await self._process.wait()

    async def end(self) -> None:
        """End what is left of its group: asked first, made to a moment later; then let go of the terminal."""
        try:
            if self._signal(signal.SIGTERM):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_GRACE_S):
                        await self._gone()
                self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            await self._process.wait()
        finally:
            self._loop.remove_reader(self._reading)
            with contextlib.suppress(OSError):
                os.close(self._reading)
            self._reading = -1

    async def _gone(self) -> None:
        while self._signal(0):  # noqa: ASYNC110 - no event tells when a group has ended
            await asyncio.sleep(0.02)

    def _signal(self, number: int) -> bool:
        """Send a signal to the group; return whether there was anybody left."""
        if sys.platform == "win32":  # no groups to be signalled there
            if self._process.returncode is None:
                self._process.kill()
            return False
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return False
        return True


def _terminal() -> tuple[int, int]:
    """Return where to read and where the child writes."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system
        import pty  # noqa: PLC0415
        import struct  # noqa: PLC0415
        import termios  # noqa: PLC0415
    except ImportError:
        return os.pipe()
    reading, writing = pty.openpty()
    fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    return reading, writing


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
