"""What every forge of the lab stands on: its site, its account's token, its deliveries to webhooks, its audits."""

import secrets
from collections.abc import Callable, Mapping

from aiohttp import web

from console.lab.loopback.loopback_site import Answer, Guard, LoopbackSite
from console.lab.outside.forge.audit_runs import AuditRuns
from console.lab.outside.forge.basic_access import basic_credentials, is_same
from console.lab.outside.forge.forge_api import ForgeApi
from console.lab.outside.forge.git_door import GitDoor, TellPush
from console.lab.outside.forge.hook import HookSender
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.lab_server import Sections, ServerContext
from console.lab.process.audit_process import AuditProcesses


def _clone_url(project: LabProject, url: str) -> str:
    return f"{url}/{project.path}.git"


class ForgeHost:
    """The API lies below ``root``, git beside it; ``guard`` and ``answer`` are the forge's own, for its ``site``."""

    def __init__(
        self, context: ServerContext, projects: LabProjects, root: str, token: str, guard: Guard, answer: Answer
    ) -> None:
        self._context = context
        self._projects = projects
        self._root = root
        self._hook_secret = secrets.token_urlsafe(24)
        self.token = token
        self.site = LoopbackSite(projects.forge.replace("_", " "), guard, answer)
        self.sender = HookSender(context.now_s)
        self.audits = AuditRuns(AuditProcesses(context.folder), context.now_s)

    async def stop(self) -> None:
        """Stop listening, and delivering."""
        await self.audits.close()
        await self.sender.close()
        await self.site.stop()

    def estate(
        self,
        connection: Mapping[str, str],
        workflow: str = "",
        url_of: Callable[[LabProject, str], str] = _clone_url,
    ) -> Sections:
        """Return the ``connection`` with its secrets and where audits may run, and the projects.

        ``url_of`` makes the address to clone a project from the site's.
        """
        name = self._projects.forge.replace("_", "-")
        key, folder = f"lab-{name}", self._context.folder
        made = {
            "key": key,
            **connection,
            "token": f"file:{folder.token_file(name, self.token)}",
            "webhook_secret": f"file:{folder.token_file(f'{name}-webhook', self._hook_secret)}",
            **self._projects.audit_pipeline(workflow),
        }
        return {self._projects.forge: [made], "projects": self._projects.estate(self.site.url, key, url_of)}

    def is_api(self, request: web.BaseRequest) -> bool:
        """Return whether the API is asked; everything else is git."""
        return request.path.startswith(f"{self._root}/")

    def guard_git(self, request: web.BaseRequest, realm: str) -> web.Response | None:
        """Refuse who does not show the token as the password of any user."""
        if is_same(basic_credentials(request)[1], self.token):
            return None
        return web.Response(status=401, headers={"WWW-Authenticate": f'Basic realm="{realm}"'})

    async def answer(self, request: web.BaseRequest, api: ForgeApi, tell: TellPush) -> web.StreamResponse:
        """Answer by the ``api``, or git at a project's path with ``.git``; ``tell`` hears of pushes."""
        if self.is_api(request):
            return await api.answer(request, request.raw_path.partition("?")[0].removeprefix(self._root))
        path, _, action = request.path.strip("/").partition(".git/")
        return await GitDoor(self._context.now_s, tell).answer(request, self._projects.find(path), action)
