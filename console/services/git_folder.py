"""A folder of the user's that may lie in a Git working copy; what changes in it is committed then."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from console.kernel.process_run import run_process

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.kernel.errors import UserError

_WHO = ("-c", "user.name=Cell Console", "-c", "user.email=cell-console@localhost", "-c", "commit.gpgsign=false")


class GitFolder:
    """Blocks (disk, network of git), a command for at most ``limit_s``. Git follows the user's own settings here.

    What git complains of is raised as ``failing`` words it.
    """

    def __init__(self, folder: Path, limit_s: float, failing: Callable[[str], UserError]) -> None:
        self._folder, self._limit_s, self._failing = folder, limit_s, failing

    def is_in_git(self) -> bool:
        """Return whether it lies in a working copy."""
        return any((one / ".git").exists() for one in (self._folder, *self._folder.parents))

    def has_remote(self) -> bool:
        """Return whether the working copy knows of another repository."""
        return self.is_in_git() and bool(self._run("remote").strip())

    def commit(self, message: str, name: str) -> None:
        """Commit a file or folder below it, and nothing else; what is committed already stays as it is."""
        self._run("add", "--", name)
        if self._run("diff", "--cached", "--name-only", "--", name):
            self._run(*_WHO, "commit", "--quiet", "--no-verify", "--message", message, "--", name)
        else:
            self._run("ls-files", "--error-unmatch", "--", name)  # fails when Git is told to ignore all of it

    def pull(self) -> None:
        """Take what others committed, below what was committed here."""
        self._run(*_WHO, "pull", "--quiet", "--rebase", "--no-autostash")

    def push(self) -> None:
        """Hand the commits over, never by force."""
        self._run("push", "--quiet")

    def _run(self, *words: str) -> str:
        try:
            environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
            ended = run_process(["git", "-C", str(self._folder), *words], most_s=self._limit_s, env=environment)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise self._failing(str(error)) from error
        if ended.returncode:
            raise self._failing((ended.stderr or ended.stdout).decode("utf-8", "replace").strip()[:300])
        return ended.stdout.decode("utf-8", "replace")
