"""One Azure DevOps organization of the lab."""

import re
import secrets

from aiohttp import web

from console.lab.outside.azure_devops.audit_desk import AuditDesk
from console.lab.outside.azure_devops.code_desk import CodeDesk
from console.lab.outside.azure_devops.fact_desk import FactDesk
from console.lab.outside.azure_devops.hook_desk import HookDesk
from console.lab.outside.azure_devops.note_shape import NoteShape
from console.lab.outside.azure_devops.reply import refusal
from console.lab.outside.azure_devops.run_desk import RunDesk
from console.lab.outside.azure_devops.shape import ORGANIZATION, AzureShape, path_of
from console.lab.outside.azure_devops.work_desk import WorkDesk
from console.lab.outside.forge.forge_api import ForgeApi
from console.lab.outside.forge.forge_host import ForgeHost
from console.lab.outside.forge.git_door import GitDoor
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.forge.rate_window import RateWindow
from console.lab.outside.lab_server import Sections, ServerContext

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
        self._projects = LabProjects(context, "azure_devops", path_of)
        token = secrets.token_urlsafe(39)
        self._host = ForgeHost(context, self._projects, f"/{ORGANIZATION}", token, self._guard, self._answer)
        self._api: ForgeApi | None = None

    @property
    def _root(self) -> str:
        return f"{self._host.site.url}/{ORGANIZATION}"

    async def start(self) -> None:
        """Listen."""
        await self._host.site.start()
        shape = AzureShape(self._root)
        code = CodeDesk(self._projects, shape)
        notes = NoteShape(self._root, shape)
        hooks = HookDesk(self._context, self._projects, shape, notes, self._host.sender)
        self._door = GitDoor(self._context.now_s, hooks.tell_push)
        runs, work = RunDesk(self._context, code, notes), WorkDesk(self._context, code, notes)
        facts = FactDesk(code, shape).routes()
        routes = {**code.routes(), **runs.routes(), **work.routes(), **hooks.routes(), **facts}
        routes |= AuditDesk(self._context, code, notes, self._host.audits, dict(routes)).routes()
        message = "TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource."
        limits = RateWindow(_REQUESTS, _WINDOW_S, {}, refusal(429, message), 429, self._context.now_s)
        self._api = ForgeApi(routes, limits, refusal, {"X-TFS-ProcessId": secrets.token_hex(16)})

    async def stop(self) -> None:
        """Stop listening, and delivering."""
        await self._host.stop()

    def estate(self) -> Sections:
        """Return the connection and its projects."""
        connection = {"title": "Lab Azure DevOps", "url": self._host.site.url, "organization": ORGANIZATION}
        return self._host.estate(connection, "{name} CI", _clone_url)

    def _guard(self, request: web.BaseRequest) -> web.Response | None:
        """Refuse as the real one: with a redirect or a page to sign in, where a browser might be asking."""
        refused = self._host.guard_git(request, "https://dev.azure.com")
        if refused is None or "/_git/" in request.path or not self._host.is_api(request):
            return refused
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


def _clone_url(project: LabProject, url: str) -> str:
    team, _, name = project.path.partition("/")
    return f"{url}/{ORGANIZATION}/{team.replace(' ', '%20')}/_git/{name}"
