"""Git's way into a forge of the lab, and what a push sets off."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.git.smart_http import PushedRef, answer_git

TellPush = Callable[[LabProject, PushedRef], Awaitable[None]]


class GitDoor:
    """Serves repositories to git; a push starts a CI run and is told to the webhooks."""

    def __init__(self, now_s: Callable[[], float], tell: TellPush) -> None:
        self._now_s = now_s
        self._tell = tell

    async def answer(self, request: web.BaseRequest, project: LabProject | None, action: str) -> web.StreamResponse:
        """Answer ``info/refs`` and the two services of a repository; 404 without one."""
        if project is None or not action:
            return web.Response(status=404, text="Repository not found\n")

        async def heard(pushed: PushedRef) -> None:
            await self._pushed(project, pushed)

        return await answer_git(request, project.repository, action, heard)

    async def _pushed(self, project: LabProject, pushed: PushedRef) -> None:
        project.note_push(self._now_s())
        if pushed.after:
            (head,) = await project.repository.commits(pushed.after, 1)
            project.runs.start(pushed.branch, pushed.after, "push", head.subject)
        await self._tell(project, pushed)
