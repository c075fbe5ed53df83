"""Running a program and reading what it writes: no longer than it may take, and than the program that asked for it."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.ending import heed_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import IO

_LOOK_S = 0.25
_GRACE_S = 0.5


def run_process(
    line: Sequence[str], *, most_s: float, env: Mapping[str, str], stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run a program, and return its code and what it wrote. Blocks.

    Raises ``subprocess.TimeoutExpired`` after ``most_s`` seconds, and ``Cancelled`` when the runtime ends whose thread
    this is. Then the program is asked to end, with all that it has started where the system tells of that, so that it
    can clear away what it has half written; all are made to when it runs half a second later. Raises ``OSError`` when
    it cannot be started.
    """
    heed_end()
    with _given(stdin) as given:
        process = subprocess.Popen(line, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(env))
    with process:
        try:
            output, trouble = _written(process, most_s)
        except BaseException:
            _end(process)
            raise
    return subprocess.CompletedProcess(line, process.returncode, output, trouble)


def _given(stdin: bytes) -> IO[bytes]:
    """Return the input as a file: ``communicate`` forgets what is left of it when it is called again."""
    if not stdin:
        return open(os.devnull, "rb")
    in_memory = hasattr(os, "memfd_create")
    given = os.fdopen(os.memfd_create("input"), "w+b") if in_memory else tempfile.TemporaryFile()  # noqa: SIM115
    given.write(stdin)
    given.seek(0)
    return given


def _written(process: subprocess.Popen[bytes], most_s: float) -> tuple[bytes, bytes]:
    until_s = time.monotonic() + most_s
    while True:
        left_s = max(0.0, until_s - time.monotonic())
        try:
            return process.communicate(timeout=min(left_s, _LOOK_S))
        except subprocess.TimeoutExpired:
            if left_s <= _LOOK_S:
                raise subprocess.TimeoutExpired(process.args, most_s) from None
            heed_end()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    everyone = [process.pid, *_started_by(process.pid)]
    _tell(everyone, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE_S)
    if process.returncode is None:
        _tell(everyone, getattr(signal, "SIGKILL", signal.SIGTERM))


def _started_by(pid: int) -> list[int]:
    """Return what a process has started, and what that has, where the system tells of it (Linux)."""
    found: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # it has ended
            for one in map(int, listing.read_text("ascii").split()):
                found += [one, *_started_by(one)]
    return found


def _tell(pids: Iterable[int], number: int) -> None:
    for one in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(one, number)
