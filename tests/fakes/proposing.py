"""A forge of the lab with a bare clone of one of its repositories, in which a correction was committed."""

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

from console.domain.operations.propose_branch import ProposeBranch
from console.domain.operations.withdraw_branch import WithdrawBranch
from console.kernel.clone_login import CloneLogin
from console.kernel.git_command import git_environment
from console.kernel.secret import Secret
from tests.fakes.lab_forge import LabForge

BRANCH = "console-audit/STR08-1"


class Proposing:
    """Everything blocks but ``world``."""

    def __init__(self, forge: LabForge, folder: Path) -> None:
        self.forge, self.folder = forge, folder
        self.options: Any = getattr(forge.estate, forge.kind)[0]
        self.project: Any = next(iter(forge.server._projects))  # type: ignore[attr-defined]
        found = forge.runtime.run(forge.reader().repository(self.project.path), 30)
        self.url = found.clone_url
        token = Path(str(self.options.token).removeprefix("file:")).read_text()
        self._login = CloneLogin("x", Secret(token)).environment(self.url)
        self.git("clone", "--quiet", "--bare", self.url, str(folder))
        self.commit = self.committed("Remove what is never used")
        self.executor = forge.executor()

    def git(self, *arguments: str) -> str:
        names = {
            f"GIT_{who}_{what}": "ann@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        done = subprocess.run(
            ["git", *arguments], env={**git_environment(), **self._login, **names}, check=True, capture_output=True,
            text=True, timeout=60,
        )  # fmt: skip
        return done.stdout.strip()

    def committed(self, message: str) -> str:
        """A commit that no branch names, upon the newest of the main branch."""
        bare = ("--git-dir", str(self.folder))
        head = self.git(*bare, "rev-parse", "refs/heads/main")
        return self.git(*bare, "commit-tree", f"{head}^{{tree}}", "-p", head, "-m", message)

    def operation(self, **other: Any) -> ProposeBranch:
        made = ProposeBranch(
            self.options.key, self.project.path, self.url, BRANCH, "main", self.commit, str(self.folder),
            "Correct what the audit found", "STR08: 3 findings.",
        )  # fmt: skip
        return replace(made, **other)

    def run(self, work: Any) -> Any:
        return self.forge.runtime.run(work, 60)

    async def world(self) -> object:
        """Branches and titles of open pull requests, past the connector."""
        branches = await self.project.repository.branches()
        pulls = {branch: head.subject for _, branch, head in await self.project.pulls.all()}
        return dict(branches), pulls

    def put(self, operation: ProposeBranch) -> None:
        self.run(self.executor.apply(operation, self.run(self.executor.preview(operation)).base))

    def take_back(self) -> None:
        operation = WithdrawBranch(self.options.key, self.project.path, self.url, BRANCH, self.commit)
        self.run(self.executor.apply(operation, self.run(self.executor.preview(operation)).base))
