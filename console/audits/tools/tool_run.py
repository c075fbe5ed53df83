"""Running a program over files that nobody trusts: bounded in time, memory and output, without the environment."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
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


class ToolAnswer(NamedTuple):
    """``code`` is what the program ended with; what that means each program has its own idea of."""

    code: int
    output: bytes
    trouble: str


def tool_program(name: str) -> str:
    """Return where a program is: beside this interpreter, else in PATH; raise ``UserError`` when it is nowhere."""
    beside = Path(sys.executable).parent / name
    program = str(beside) if beside.is_file() else shutil.which(name)
    if program is None:
        raise UserError(
            t("The program {name} is not installed, so the rules that need it are not run.", name=name),
            t("Install Cell Console anew, or put {name} into PATH.", name=name),
        )
    return program


def run_tool(
    name: str, arguments: Sequence[str], folder: Path, *, stdin: bytes = b"", most_s: float = MOST_S
) -> ToolAnswer:
    """Run a program in ``folder`` and return its answer.

    Raises ``ConnectorError`` when it takes longer than ``most_s`` seconds or answers with more than 256 MB, and
    ``UserError`` when it is not installed.
    """
    line = [tool_program(name), *arguments]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as trouble, tempfile.TemporaryFile() as given:
        given.write(stdin)
        given.seek(0)
        process = subprocess.Popen(
            line, cwd=folder, stdin=given, stdout=output, stderr=trouble, env=_environment(), start_new_session=True
        )
        try:
            _bound(process.pid)
            code = process.wait(most_s)
        except subprocess.TimeoutExpired as error:
            raise ConnectorError(
                ErrorKind.TIMEOUT, t("{name} took longer than {seconds} s.", name=name, seconds=round(most_s))
            ) from error
        finally:
            _end(process)
        size = output.seek(0, os.SEEK_END)
        if size > MOST_BYTES:
            raise ConnectorError(
                ErrorKind.PROTOCOL, t("{name} answered with more than {size} MB.", name=name, size=MOST_BYTES >> 20)
            )
        output.seek(0)
        trouble.seek(0)
        return ToolAnswer(code, output.read(), trouble.read(_PLAIN).decode("utf-8", "replace"))


def tool_failed(name: str, answer: ToolAnswer) -> ConnectorError:
    """Return the error for a program whose answer is none."""
    words = answer.trouble.strip().splitlines()
    why = words[-1][:300] if words else t("it ended with {code}", code=answer.code)
    return ConnectorError(ErrorKind.PROTOCOL, t("{name} failed: {why}", name=name, why=why))


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


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and whatever it has started."""
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
