"""Running git on a repository that nobody trusts: no hooks, no settings, no helpers, no links, bounded."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from pathlib import Path

MOST_S = 120.0
MOST_BYTES = 512 << 20
# A setting of the repository can name programs (fsmonitor, hooks, pagers, filters, upload helpers): none is followed.
_SAFE = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.symlinks=false",
    "core.quotePath=false",
    "core.attributesFile=/dev/null",
    "core.pager=cat",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "diff.external=",
    "gc.auto=0",
    "maintenance.auto=false",
    "log.showSignature=false",
)
_NO_RIGHT = ("authentication failed", "could not read username", "permission denied", "error: 401", "error: 403")
_NOT_THERE = ("repository not found", "error: 404", "does not appear to be a git repository")


def git_program() -> str:
    """Return where git is; raise ``UserError`` when it is not installed."""
    program = shutil.which("git")
    if program is None:
        raise UserError(
            t("git is not in PATH, and no repository can be read without it."),
            t("Install it with “sudo apt-get install git” (Debian, Ubuntu)."),
        )
    return program


def git_environment() -> dict[str, str]:
    """Return an environment without the user's settings, prompts and translations."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        "LC_ALL": "C",
    }


def git_line(*arguments: str) -> list[str]:
    """Return a command line of git with everything switched off that a repository could switch on."""
    settings = [part for one in _SAFE for part in ("-c", one)]
    return [git_program(), *settings, *arguments]


def git_output(repository: Path, *arguments: str, stdin: bytes = b"", most_s: float = MOST_S) -> bytes:
    """Return what git prints about a bare repository.

    Raises ``ConnectorError`` with git's complaint when it fails: half an answer is none (spec/audits.md §6).
    """
    line = git_line("--git-dir", str(repository), *arguments)
    command = arguments[2] if arguments[0] == "-c" else arguments[0]
    try:
        done = subprocess.run(
            line, input=stdin, capture_output=True, timeout=most_s, env=git_environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ConnectorError(
            ErrorKind.TIMEOUT,
            t("git {command} took longer than {seconds} s.", command=command, seconds=round(most_s)),
        ) from error
    if done.returncode != 0:
        raise git_failed(command, done.stderr)
    return done.stdout


def git_failed(command: str, stderr: bytes) -> ConnectorError:
    """Return the error for a git that failed: what the other side said, and git's first complaint."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    remote = [one for one in lines if one.startswith("remote: ")][-1:]
    complaint = [one for one in lines if one.startswith(("fatal: ", "error: "))][:1]
    why = " ".join((*remote, *complaint) or lines[-1:])[:300] or t("no reason given")
    return ConnectorError(ErrorKind.PROTOCOL, t("git {command} failed: {why}", command=command, why=why))
