"""Running a program over files that nobody trusts: bounded in time, memory and output, without the environment."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_S = 180.0
MOST_BYTES = 256 << 20
MOST_MEMORY = 3 << 30
_PLAIN = 8192
_BEGUN: set[RunningTool] = set()


class ToolAnswer(NamedTuple):
    """``code`` is what the program ended with; what that means each program has its own idea of."""

    code: int
    output: bytes
    trouble: str


class RunningTool:
    """A program at work. Its answer must be taken, or ``end_tools`` called."""

    def __init__(self, name: str, arguments: Sequence[str], folder: Path, stdin: bytes, most_s: float) -> None:
        self._name, self._most_s, self._began_s = name, most_s, time.monotonic()
        self.thread = threading.get_ident()
        line = [*_with_us(), tool_program(name), *arguments]
        with ExitStack() as files:
            given = files.enter_context(tempfile.TemporaryFile())
            self._output, self._trouble = (files.enter_context(tempfile.TemporaryFile()) for _ in range(2))
            given.write(stdin)
            given.seek(0)
            self._process = subprocess.Popen(
                line, cwd=folder, stdin=given, stdout=self._output, stderr=self._trouble, env=_environment(),
                start_new_session=True,
            )  # fmt: skip
            files.pop_all()
        given.close()
        _BEGUN.add(self)
        _bound(self._process.pid)

    def answer(self) -> ToolAnswer:
        """Wait for its end; raise ``ConnectorError`` when that is too late, or when it says too much."""
        try:
            _hear_of_end(self._process, self._left_s())
            code = self._process.wait(self._left_s())
            return ToolAnswer(code, self._said(), self._words())
        except subprocess.TimeoutExpired as error:
            why = t("{name} took longer than {seconds} s.", name=self._name, seconds=round(self._most_s))
            raise ConnectorError(ErrorKind.TIMEOUT, why) from error
        finally:
            self.end()

    def _left_s(self) -> float:
        return max(0.0, self._began_s + self._most_s - time.monotonic())

    def end(self) -> None:
        """End it and whatever it has started; may be called again."""
        _BEGUN.discard(self)
        if self._process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        self._output.close()
        self._trouble.close()

    def _said(self) -> bytes:
        size = self._output.seek(0, os.SEEK_END)
        if size > MOST_BYTES:
            why = t("{name} answered with more than {size} MB.", name=self._name, size=MOST_BYTES >> 20)
            raise ConnectorError(ErrorKind.PROTOCOL, why)
        self._output.seek(0)
        return self._output.read()

    def _words(self) -> str:
        self._trouble.seek(0)
        return self._trouble.read(_PLAIN).decode("utf-8", "replace")


def tool_program(name: str) -> str:
    """Return where a program is: beside this interpreter, else in PATH; raise ``UserError`` when it is nowhere."""
    beside = Path(sys.executable).parent / name
    program = (_inside(name) or str(beside)) if beside.is_file() else shutil.which(name)
    if program is None:
        raise UserError(
            t("The program {name} is not installed, so the rules that need it are not run.", name=name),
            t("Install Cell Console anew, or put {name} into PATH.", name=name),
        )
    return program


@cache
def _inside(name: str) -> str:
    """Return the program in a package that its script beside the interpreter only replaces itself by; else nothing."""
    found = find_spec(name) if name.isidentifier() else None
    program = Path(found.origin).parent / "bin" / name if found is not None and found.origin else None
    return str(program) if program is not None and os.access(program, os.X_OK) else ""


def begin_tool(
    name: str, arguments: Sequence[str], folder: Path, *, stdin: bytes = b"", most_s: float = MOST_S
) -> RunningTool:
    """Start a program in ``folder``, that may take ``most_s`` seconds; raise ``UserError`` when it is not installed."""
    return RunningTool(name, arguments, folder, stdin, most_s)


def run_tool(
    name: str, arguments: Sequence[str], folder: Path, *, stdin: bytes = b"", most_s: float = MOST_S
) -> ToolAnswer:
    """Run a program in ``folder`` and return its answer.

    Raises ``ConnectorError`` when it takes longer than ``most_s`` seconds or answers with more than 256 MB, and
    ``UserError`` when it is not installed.
    """
    return begin_tool(name, arguments, folder, stdin=stdin, most_s=most_s).answer()


def end_tools() -> None:
    """End the programs that this thread began and whose answer nobody took."""
    for one in tuple(_BEGUN):
        if one.thread == threading.get_ident():
            one.end()


def tool_failed(name: str, answer: ToolAnswer) -> ConnectorError:
    """Return the error for a program whose answer is none."""
    words = answer.trouble.strip().splitlines()
    why = words[-1][:300] if words else t("it ended with {code}", code=answer.code)
    return ConnectorError(ErrorKind.PROTOCOL, t("{name} failed: {why}", name=name, why=why))


def unreadable_answer(name: str) -> ConnectorError:
    """Return the error for a program that ended well, and whose answer is not what it should be."""
    return ConnectorError(ErrorKind.PROTOCOL, t("The answer of {name} could not be read.", name=name))


@cache
def _with_us() -> tuple[str, ...]:
    """Return what makes a program end with this process, also when that is killed (Linux)."""
    program = shutil.which("setpriv")
    return () if program is None else (program, "--pdeathsig", "KILL", "--")


def _hear_of_end(process: subprocess.Popen[bytes], most_s: float) -> None:
    """Wait where the system tells of the end at once (Linux): ``wait`` looks every 50 ms, and programs are many."""
    if not hasattr(os, "pidfd_open") or process.poll() is not None:
        return
    with suppress(OSError):
        told = os.pidfd_open(process.pid)
        try:
            ends = select.poll()
            ends.register(told, select.POLLIN)
            ends.poll(1000 * most_s)
        finally:
            os.close(told)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": os.devnull, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _bound(pid: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system

        resource.prlimit(pid, resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
    except (ImportError, AttributeError, ProcessLookupError, OSError):
        return  # the time limit holds everywhere
