"""The open pull requests of a project: those that its history leaves open, and those that somebody proposes."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from console.lab.outside.git.git_commit import GitCommit
from console.lab.outside.git.git_repository import GitRepository
from console.lab.outside.git.history_plan import MAIN


class OpenPull(NamedTuple):
    """``head`` is the branch's newest commit; its subject is the request's title."""

    number: int
    branch: str
    head: GitCommit


@dataclass(slots=True)
class OpenPulls:
    """Every branch that the history leaves open has one; one that was pushed since gets one when it is proposed."""

    repository: GitRepository
    _proposed: dict[str, str] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    async def all(self) -> list[OpenPull]:
        """Return them."""
        found = []
        for branch, sha in (await self.repository.branches()).items():
            if branch in self._proposed or branch in self.repository.history.open_branches:
                (head,) = await self.repository.commits(sha, 1)
                told = replace(head, message=self._proposed.get(branch, head.message))
                found.append(OpenPull(self._numbers.setdefault(branch, len(self._numbers) + 1), branch, told))
        return found

    async def propose(self, branch: str, title: str) -> OpenPull | None:
        """Open one; nothing when there is no such branch, or it has one."""
        taken = {one.branch for one in await self.all()}
        if branch == MAIN or branch in taken or branch not in await self.repository.branches():
            return None
        self._proposed[branch] = title
        return next(one for one in await self.all() if one.branch == branch)

    async def withdraw(self, number: int) -> OpenPull | None:
        """Close one that was proposed; nothing when there is none of this number."""
        opened = await self.all()
        found = next((one for one in opened if one.number == number and one.branch in self._proposed), None)
        if found is not None:
            del self._proposed[found.branch]
        return found
