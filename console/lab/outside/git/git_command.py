"""Running git, shielded from the user's settings and from what lies in a repository."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from console.kernel.errors import ConsoleError
from console.kernel.git_command import git_environment
from console.kernel.i18n import t
from console.kernel.process_start import start_process
from console.lab.process.program import Program

GIT = Program("git", ("git",), "git")
_SAFE = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "protocol.ext.allow=never")
_MOST_S = 60.0


def git_line(folder: Path, *arguments: str) -> tuple[str, ...]:
    """Return the command line of git in a bare repository; raise ``ConsoleError`` when git is not installed."""
    program = GIT.find()
    if program is None:
        raise ConsoleError(
            t("git is not in PATH, so the lab's forges serve no repositories."),
            t("Install it with “sudo apt-get install git” (Debian, Ubuntu) and start the lab again."),
        )
    return (program, *_SAFE, "--git-dir", str(folder), *arguments)


async def git_output(folder: Path, arguments: Sequence[str], *, stdin: bytes = b"") -> bytes:
    """Return what git prints; raise ``ConsoleError`` with its last line when it fails."""
    process = await start_process(
        *git_line(folder, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=git_environment(),
    )
    try:
        async with asyncio.timeout(_MOST_S):
            output, trouble = await process.communicate(stdin)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        words = trouble.decode("utf-8", "replace").strip().splitlines()
        raise ConsoleError(f"git {arguments[0]} failed: {words[-1] if words else process.returncode}.")
    return output
