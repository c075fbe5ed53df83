"""Command lines of git on a repository that nobody trusts: no hooks, no settings, no helpers, no links."""

from __future__ import annotations

import os
import shutil

from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t

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
# What git says of another side that will say the same again.
_SAID = {
    "authentication failed": ErrorKind.AUTH,
    "could not read username": ErrorKind.AUTH,
    "error: 401": ErrorKind.AUTH,
    "error: 403": ErrorKind.FORBIDDEN,
    "permission denied (publickey": ErrorKind.FORBIDDEN,
    "error: 404": ErrorKind.NOT_FOUND,
    "repository not found": ErrorKind.NOT_FOUND,
    "does not appear to be a git repository": ErrorKind.NOT_FOUND,
}


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


def git_failed(command: str, stderr: bytes) -> ConnectorError:
    """Return the error for a git that failed: what the other side said, and git's first complaint."""
    text = stderr.decode("utf-8", "replace")
    lines = text.strip().splitlines()
    kind = next((kind for words, kind in _SAID.items() if words in text.lower()), ErrorKind.PROTOCOL)
    remote = [one for one in lines if one.startswith("remote: ")][-1:]
    complaint = [one for one in lines if one.startswith(("fatal: ", "error: "))][:1]
    why = " ".join((*remote, *complaint) or lines[-1:])[:300] or t("no reason given")
    return ConnectorError(kind, t("git {command} failed: {why}", command=command, why=why))
