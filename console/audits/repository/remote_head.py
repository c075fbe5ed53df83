"""Asking a remote which commit a branch has, without fetching anything."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from console.audits.repository.bare_clone import clone_address
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.git_command import git_failed, git_line
from console.kernel.git_way import asking_environment
from console.kernel.i18n import t
from console.kernel.process_run import run_process

if TYPE_CHECKING:
    from console.kernel.clone_login import CloneLogin

ASK_S = 60.0
_LINE = re.compile(r"([0-9a-f]{40}|[0-9a-f]{64})\t(\S+)")


def remote_head(source: str, branch: str = "", login: CloneLogin | None = None) -> str:
    """Return the commit of a branch (empty: of the default one); raise ``UserError`` or ``ConnectorError``."""
    address = clone_address(source)
    wanted = f"refs/heads/{branch}" if branch else "HEAD"
    environment = login.environment(address) if login is not None else {}
    line = git_line("ls-remote", "--quiet", "--end-of-options", address, wanted)
    try:
        done = run_process(line, most_s=ASK_S, env=asking_environment(environment))
    except subprocess.TimeoutExpired as error:
        raise ConnectorError(ErrorKind.TIMEOUT, t("git took longer than {seconds} s.", seconds=round(ASK_S))) from error
    if done.returncode != 0:
        raise git_failed("ls-remote", done.stderr)
    found = {match[2]: match[1] for match in _LINE.finditer(done.stdout.decode("utf-8", "replace"))}
    if wanted not in found:
        raise UserError(
            t("{source} has no branch {name}.", source=source, name=repr(branch or "HEAD")),
            t("Correct “branch” of the project in the estate file."),
        )
    return found[wanted]
