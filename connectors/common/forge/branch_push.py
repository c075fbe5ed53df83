"""Pushing one branch by git, and deleting it again: nothing that is there is ever overwritten."""

import re
import subprocess
import tempfile
from pathlib import Path

from connectors.registry import BuildContext
from console.estate.clone_trust import clone_trust
from console.estate.clone_user import clone_user
from console.estate.forge_place import served_repository
from console.estate.schema.git_provider import Forge
from console.kernel.clone_login import CloneLogin
from console.kernel.errors import ChangeRefused, ConnectorError, ErrorKind
from console.kernel.git_command import git_environment, git_failed, git_line
from console.kernel.git_way import asking_environment
from console.kernel.i18n import t
from console.kernel.process_run import run_process

_PUSH_S = 300.0
# Nothing that git would read as more than a name: "+" forces, ":" names another place.
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class BranchPush:
    """Works for the repositories of one connection, with its token; the address is held against its hosts before."""

    def __init__(self, options: Forge, context: BuildContext) -> None:
        self._options, self._context = options, context

    async def holds(self, folder: str, commit: str) -> bool:
        """Return whether a bare repository of this machine has a commit."""
        return await self._context.runtime.in_thread(_holds, folder, commit)

    async def push(self, url: str, repository: str, folder: str, commit: str, branch: str) -> None:
        """Make a branch that is not there; raise ``ConnectorError`` also when it has come into being meanwhile."""
        self._check(url, repository, commit, branch)
        lease = f"--force-with-lease=refs/heads/{branch}:"
        await self._context.runtime.in_thread(self._push, url, Path(folder), lease, f"{commit}:refs/heads/{branch}")

    async def delete(self, url: str, repository: str, commit: str, branch: str) -> None:
        """Delete a branch that is at a commit; raise ``ConnectorError`` when it has moved on."""
        self._check(url, repository, commit, branch)
        lease = f"--force-with-lease=refs/heads/{branch}:{commit}"
        await self._context.runtime.in_thread(self._delete, url, lease, f":refs/heads/{branch}")

    def _check(self, url: str, repository: str, commit: str, branch: str) -> None:
        """Raise ``ChangeRefused`` unless the address is that repository: the token goes nowhere else."""
        if not _BRANCH.fullmatch(branch) or not _COMMIT.fullmatch(commit):
            raise ChangeRefused(
                t("{name} is no name for a branch.", name=repr(branch)), t("Use letters, digits, - and /.")
            )
        if served_repository(self._options, url).path != repository:
            raise ChangeRefused(
                t("{url} is not the repository {name}.", url=url, name=repository), t("Prepare the change anew.")
            )

    def _delete(self, url: str, lease: str, refspec: str) -> None:
        with tempfile.TemporaryDirectory(prefix="cell-console-") as folder:
            _git(git_line("init", "--quiet", "--bare", folder), {})
            self._push(url, Path(folder), lease, refspec)

    def _push(self, url: str, folder: Path, lease: str, refspec: str) -> None:
        token = self._options.token
        secret = self._context.vault.resolve(token) if token is not None else None
        trust = clone_trust(self._options, self._context.folder)
        given = CloneLogin(clone_user(self._options), secret, trust).environment(url)
        _git(git_line("--git-dir", str(folder), "push", "--quiet", "--no-verify", lease, url, refspec), given)


def _git(line: list[str], given: dict[str, str]) -> None:
    try:
        done = run_process(line, most_s=_PUSH_S, env=asking_environment(given))
    except subprocess.TimeoutExpired:
        raise ConnectorError(
            ErrorKind.TIMEOUT, t("git took longer than {seconds} s.", seconds=round(_PUSH_S))
        ) from None
    if done.returncode != 0:
        raise git_failed("push", done.stderr)


def _holds(folder: str, commit: str) -> bool:
    line = git_line("--git-dir", folder, "cat-file", "-e", f"{commit}^{{commit}}")
    return subprocess.run(line, capture_output=True, timeout=60, env=git_environment(), check=False).returncode == 0
