"""Carrying a program out for a step: its output as it comes, its group ended whole, what it leaves for later ones."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.domain.runbooks.step_result import StepEnd, StepResult
from console.kernel.child_process import ChildProcess
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.runbooks.script_environment import demand_known, demand_usable, read_exports, script_environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.runbooks.step_context import StepContext

_SOURCED = '''trap 'env -0 >"$RUNBOOK_EXPORTS" 2>/dev/null' EXIT; . "$1"'''
"""All that a shell is given on its command line: it reads the step's script from a file, and tells what it exported."""
_SHELLS = {
    "bash": ("bash", "-e", "-o", "pipefail", "-c", _SOURCED, "runbook"),
    "zsh": ("zsh", "-e", "-o", "pipefail", "-c", _SOURCED, "runbook"),
    "sh": ("sh", "-e", "-c", _SOURCED, "runbook"),
}
_MODE = 0o600


def script_argv(interpreter: str, script: Path) -> tuple[str, ...]:
    """Return how an interpreter is started on a script: as it is for shells, which also tell what they export."""
    return (*_SHELLS.get(interpreter, (interpreter,)), str(script))


async def run_program(context: StepContext, spec: Mapping[str, Any]) -> StepResult:
    """Start the program or script of a step and wait for its end; one ``behind`` goes on beside the next steps."""
    mark = secrets.token_hex(6)
    script, exports = context.folder / f"script-{mark}", context.folder / f"exports-{mark}"
    secret = {name: (await context.outside.secret(one)).reveal() for name, one in spec["secrets"].items()}
    environment = script_environment(spec["environment"], spec["variables"] | secret, context.exported, exports)
    demand_usable(environment)
    demand_known(spec["script"] or " ".join(spec["argv"]), context.lost, environment)
    argv: Sequence[str] = spec["argv"] or script_argv(spec["interpreter"], script)
    try:
        if spec["script"]:
            _write(script, spec["script"])
        process = await ChildProcess.start(argv, folder=context.folder / spec["folder"], environment=environment)
        if spec["background"]:
            context.behind(process, script)
            return StepResult(StepEnd.PASSED, t("It goes on beside the next steps, until the run ends."))
        code = await _followed(context, process)
        left = {name: one for name, one in read_exports(exports, environment).items() if name not in secret}
    finally:
        for file in (exports,) if spec["background"] else (exports, script):
            with suppress(OSError):
                file.unlink()
    context.exported.update(left)
    end = StepEnd.PASSED if code == 0 else StepEnd.FAILED
    return StepResult(end, _sentence(code), code, exported=tuple(sorted(left)))


async def _followed(context: StepContext, process: ChildProcess) -> int:
    try:
        await follow(context, process)
        return await process.wait()
    finally:
        await process.end()


async def follow(context: StepContext, process: ChildProcess) -> None:
    """Pass on what a process writes until its end."""
    import codecs  # noqa: PLC0415 - with the first script

    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    async for part in process.output():
        context.write(decoder.decode(part))
    context.write(decoder.decode(b"", final=True))


def _sentence(code: int) -> str:
    if code == 0:
        return t("It ended well.")
    if code < 0:
        return t("It was ended by signal {number}.", number=-code)
    return t("It ended with exit code {code}.", code=code)


def _write(file: Path, script: str) -> None:
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        with os.fdopen(opened, "w", encoding="utf-8", newline="") as stream:
            stream.write(script)
    except OSError as error:
        raise UserError(
            t("The file {file} cannot be written: {why}.", file=file, why=error.strerror or error),
            t("Free some space or correct its rights, then try again."),
        ) from error
