"""One Azure DevOps organization of the lab."""

import re
import secrets
from typing import Any

from aiohttp import web

from console.lab.loopback.loopback_site import LoopbackSite
from console.lab.outside.azure_devops.audit_desk import AuditDesk
from console.lab.outside.azure_devops.code_desk import CodeDesk
from console.lab.outside.azure_devops.fact_desk import FactDesk
from console.lab.outside.azure_devops.hook_desk import HookDesk
from console.lab.outside.azure_devops.note_shape import NoteShape
from console.lab.outside.azure_devops.reply import refusal
from console.lab.outside.azure_devops.run_desk import RunDesk
from console.lab.outside.azure_devops.shape import ORGANIZATION, AzureShape, path_of
from console.lab.outside.azure_devops.work_desk import WorkDesk
from console.lab.outside.forge.audit_runs import AuditRuns
from console.lab.outside.forge.basic_access import basic_credentials, is_same
from console.lab.outside.forge.forge_api import ForgeApi
from console.lab.outside.forge.git_door import GitDoor
from console.lab.outside.forge.hook import HookSender
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.forge.rate_window import RateWindow
from console.lab.outside.lab_server import Sections, ServerContext
from console.lab.process.audit_process import AuditProcesses

_KEY = "lab-azure-devops"
_SIGN_IN = "https://spsprodweu1.vssps.visualstudio.com/_signin?realm=dev.azure.com"
_PAGE = "<!DOCTYPE html><html><head><title>Azure DevOps Services | Sign In</title></head><body></body></html>"
_VERSION = re.compile(r"(\d{1,2})\.(\d{1,2})(?:-preview(?:\.\d{1,2})?)?")
_GIT = re.compile(r"/([^/]+)/_git/([^/]+)/(.+)")
_REQUESTS, _WINDOW_S = 3000, 300.0


class AzureServer:
    """The API below ``/<organization>``; a personal access token is the password of any user."""

    newest = (7, 1)

    def __init__(self, context: ServerContext) -> None:
        self._context = context
        self._token = secrets.token_urlsafe(39)
        self._hook_secret = secrets.token_urlsafe(24)
        self._projects = LabProjects(context, "azure_devops", path_of)
        self._site = LoopbackSite("azure devops", self._guard, self._answer)
        self._sender = HookSender(context.now_s)
        self._audits = AuditRuns(AuditProcesses(context.folder), context.now_s)
        self._api: ForgeApi | None = None

    @property
    def _root(self) -> str:
        return f"{self._site.url}/{ORGANIZATION}"

    async def start(self) -> None:
        """Listen."""
        await self._site.start()
        shape = AzureShape(self._root)
        code = CodeDesk(self._projects, shape)
        notes = NoteShape(self._root, shape)
        hooks = HookDesk(self._context, self._projects, shape, notes, self._sender)
        self._door = GitDoor(self._context.now_s, hooks.tell_push)
        runs, work = RunDesk(self._context, code, notes), WorkDesk(self._context, code, notes)
        facts = FactDesk(code, shape).routes()
        routes = {**code.routes(), **runs.routes(), **work.routes(), **hooks.routes(), **facts}
        routes |= AuditDesk(self._context, code, notes, self._audits, dict(routes)).routes()
        message = "TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource."
        limits = RateWindow(_REQUESTS, _WINDOW_S, {}, refusal(429, message), 429, self._context.now_s)
        self._api = ForgeApi(routes, limits, refusal, {"X-TFS-ProcessId": secrets.token_hex(16)})

    async def stop(self) -> None:
        """Stop listening, and delivering."""
        await self._audits.close()
        await self._sender.close()
        await self._site.stop()

    def estate(self) -> Sections:
        """Return the connection and its projects."""
        folder = self._context.folder
        token = folder.token_file("azure-devops", self._token)
        connection: dict[str, Any] = {
            "key": _KEY,
            "title": "Lab Azure DevOps",
            "url": self._site.url,
            "organization": ORGANIZATION,
            "token": f"file:{token}",
            "webhook_secret": f"file:{folder.token_file('azure-devops-webhook', self._hook_secret)}",
        }
        connection |= self._projects.audit_pipeline("{name} CI")
        projects = self._projects.estate(self._root, _KEY, _clone_url)
        return {"azure_devops": [connection], "projects": projects}

    def _guard(self, request: web.BaseRequest) -> web.Response | None:
        """Refuse as the real one: with a redirect or a page to sign in, where a browser might be asking."""
        if is_same(basic_credentials(request)[1], self._token):
            return None
        if "/_git/" in request.path or not request.path.startswith(f"/{ORGANIZATION}/"):
            return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="https://dev.azure.com"'})
        if "Authorization" not in request.headers:
            return web.Response(status=302, headers={"Location": _SIGN_IN})
        if request.method in {"GET", "POST"}:
            return web.Response(status=203, text=_PAGE, content_type="text/html")
        message = "TF400813: The user '' is not authorized to access this resource."
        return web.json_response(refusal(401, message, "UnauthorizedRequestException"), status=401)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        if not path.startswith(f"/{ORGANIZATION}/") or self._api is None:
            return web.Response(status=404, text="The organization does not exist\n")
        if "/_git/" in path:
            found = _GIT.fullmatch(request.path.removeprefix(f"/{ORGANIZATION}"))
            project = self._projects.find(f"{found[1]}/{found[2]}") if found else None
            return await self._door.answer(request, project, found[3] if found else "")
        refused = self._wrong_version(request)
        return refused or await self._api.answer(request, path.removeprefix(f"/{ORGANIZATION}"))

    def _wrong_version(self, request: web.BaseRequest) -> web.Response | None:
        given = request.query.get("api-version", "")
        found = _VERSION.fullmatch(given)
        if found is not None and (int(found[1]), int(found[2])) <= self.newest:
            return None
        kind = "VssVersionOutOfRangeException" if found else "VssVersionNotSpecifiedException"
        newest = ".".join(map(str, self.newest))
        message = (
            f"The requested REST API version of {given} is out of range for this server. "
            f"The latest REST API version this server supports is {newest}."
            if found
            else f'No api-version was supplied for the "{request.method}" request.'
        )
        return web.json_response(refusal(400, message, kind), status=400)


def _clone_url(project: LabProject, root: str) -> str:
    team, _, name = project.path.partition("/")
    return f"{root}/{team.replace(' ', '%20')}/_git/{name}"
