"""A bare repository of the lab, made when it is first needed and read with git."""

import asyncio
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from console.lab.outside.git.git_command import git_output
from console.lab.outside.git.git_commit import FORMAT, GitCommit, GitComparison, read_changes, read_commits
from console.lab.outside.git.history_plan import MAIN, HistoryPlan
from console.lab.outside.git.repository_maker import RepositoryMaker

_SHA = re.compile(r"[0-9a-f]{7,40}")
_MOST_COMMITS = 500


class UnknownRevision(LookupError):  # noqa: N818 - what was asked for
    """There is no such branch, tag or commit."""


class GitRepository:
    """Answers are kept until somebody pushes; ``changing`` must be held while refs change."""

    def __init__(self, folder: Path, plan: Callable[[], HistoryPlan], maker: RepositoryMaker) -> None:
        self._folder = folder
        self._plan = plan
        self.changing = asyncio.Lock()
        self._maker = maker
        self._making = asyncio.Lock()
        self._made = False
        self._branches: Mapping[str, str] | None = None
        self._logs: dict[tuple[str, int], tuple[GitCommit, ...]] = {}

    @cached_property
    def history(self) -> HistoryPlan:
        """Return the history that it begins with; planning five hundred of them takes half a second."""
        return self._plan()

    async def ready(self) -> Path:
        """Return the folder, once it is there; raise ``ConsoleError`` when git fails."""
        async with self._making:
            if not self._made:
                await self._maker.make(self.history, self._folder)
                self._made = True
        return self._folder

    def forget(self) -> None:
        """Read everything anew: refs have changed."""
        self._branches = None
        self._logs.clear()

    async def branches(self) -> Mapping[str, str]:
        """Return the newest commit of every branch, the main one first."""
        if self._branches is None:
            output = await self._git("for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads")
            lines = (line.partition(" ") for line in output.decode().splitlines())
            found = {name: sha for sha, _, name in lines}
            self._branches = dict(sorted(found.items(), key=lambda one: (one[0] != MAIN, one[0])))
        return self._branches

    async def resolve(self, revision: str) -> str:
        """Return the commit of a branch, a tag or an (abbreviated) id; raise ``UnknownRevision``."""
        name = revision.removeprefix("refs/heads/")
        branches = await self.branches()
        if name in branches:
            return branches[name]
        place = f"refs/tags/{revision.removeprefix('refs/tags/')}"
        output = await self._git("for-each-ref", "--format=%(refname) %(objectname) %(*objectname)", "refs/tags")
        for line in output.decode().splitlines():
            ref, sha, *peeled = line.split()
            if ref == place:
                return peeled[0] if peeled else sha
        if not _SHA.fullmatch(revision):
            raise UnknownRevision(revision)
        output = await self._git("rev-list", "--all", "--no-abbrev-commit")
        found = [line for line in output.decode().split() if line.startswith(revision)]
        if len(found) != 1:
            raise UnknownRevision(revision)
        return found[0]

    async def commits(self, revision: str, most: int = _MOST_COMMITS) -> tuple[GitCommit, ...]:
        """Return the newest commits; raise ``UnknownRevision``."""
        sha = await self.resolve(revision or MAIN)
        if (sha, most) not in self._logs:
            self._logs[sha, most] = await self._log(sha, most)
        return self._logs[sha, most]

    async def compare(self, base: str, head: str) -> GitComparison:
        """Return what ``head`` has that ``base`` has not, and the files of that; raise ``UnknownRevision``."""
        base_sha, head_sha = await self.resolve(base), await self.resolve(head)
        merge_base = (await self._git("merge-base", base_sha, head_sha)).decode().strip()
        behind = int(await self._git("rev-list", "--count", f"{head_sha}..{base_sha}"))
        ahead = await self._log(f"{base_sha}..{head_sha}", _MOST_COMMITS)
        (first,) = await self._log(base_sha, 1)
        (common,) = await self._log(merge_base, 1)
        names = await self._git("diff", "--name-status", "-z", "-M", merge_base, head_sha)
        numbers = await self._git("diff", "--numstat", "-z", "-M", merge_base, head_sha)
        return GitComparison(first, common, ahead, behind, read_changes(names, numbers))

    async def file(self, revision: str, path: str) -> bytes:
        """Return a file as it was at a revision; raise ``UnknownRevision`` when either is not there."""
        names = await self._git("ls-tree", "--name-only", "-z", await self.resolve(revision), "--", path)
        if path not in names.decode("utf-8", "replace").split("\0"):
            raise UnknownRevision(path)
        return await self._git("show", f"{await self.resolve(revision)}:{path}")

    async def _log(self, span: str, most: int) -> tuple[GitCommit, ...]:
        return read_commits(await self._git("log", f"--max-count={most}", f"--format={FORMAT}", span, "--"))

    async def _git(self, *arguments: str) -> bytes:
        return await git_output(await self.ready(), arguments)
