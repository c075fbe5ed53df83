"""GitHub's API over pull requests that somebody opens and closes."""

from collections.abc import Callable, Mapping
from typing import Any

from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.git.git_commit import GitCommit
from console.lab.outside.git.history_plan import MAIN
from console.lab.outside.github.note_shape import NoteShape, whole_pull
from console.lab.outside.github.refusal import invalid, not_found
from console.lab.outside.github.shape import GitHubShape

FIRST_NUMBER = 100
"""Numbers of open ones count from here, after those of issues."""


class PullDesk:
    """A branch has at most one."""

    def __init__(self, project_of: Callable[[ApiCall], LabProject], shape: GitHubShape) -> None:
        self._project, self._notes = project_of, NoteShape(shape)

    def routes(self) -> Mapping[str, Answerer]:
        """Return who answers what."""
        here = "repos/{owner}/{name}/pulls"
        return {f"POST {here}": self._propose, f"PATCH {here}/{{number}}": self._withdraw}

    async def _propose(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        made = await project.pulls.propose(str(call.body.get("head", "")), str(call.body.get("title", "")))
        if made is None:
            raise invalid("PullRequest", "head", "invalid")
        return ApiReply(await self._told(project, *made), 201)

    async def _withdraw(self, call: ApiCall) -> ApiReply:
        project = self._project(call)
        found = await project.pulls.withdraw(int(call.path["number"]) - FIRST_NUMBER)
        if found is None or call.body.get("state") != "closed":
            raise not_found()
        return ApiReply(await self._told(project, *found) | {"state": "closed"})

    async def _told(self, project: LabProject, number: int, branch: str, head: GitCommit) -> dict[str, Any]:
        base = (await project.repository.branches())[MAIN]
        return whole_pull(self._notes.pull(project, FIRST_NUMBER + number, branch, head, base))
