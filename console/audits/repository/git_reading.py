"""Reading from a repository that nobody trusts, bounded in time."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.git_command import git_environment, git_failed, git_line
from console.kernel.git_way import asking_environment
from console.kernel.i18n import t
from console.kernel.process_run import run_process

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_S = 120.0


def git_output(
    repository: Path,
    *arguments: str,
    stdin: bytes = b"",
    most_s: float = MOST_S,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Return what git prints about a bare repository; ``environment`` is how it is let in where it asks a server.

    Raises ``ConnectorError`` with git's complaint when it fails: half an answer is none (spec/audits.md §6).
    """
    line = git_line("--git-dir", str(repository), *arguments)
    command = arguments[2] if arguments[0] == "-c" else arguments[0]
    env = git_environment() if environment is None else asking_environment(environment)
    try:
        done = run_process(line, most_s=most_s, env=env, stdin=stdin)
    except subprocess.TimeoutExpired as error:
        raise ConnectorError(
            ErrorKind.TIMEOUT,
            t("git {command} took longer than {seconds} s.", command=command, seconds=round(most_s)),
        ) from error
    if done.returncode != 0:
        raise git_failed(command, done.stderr)
    return done.stdout
