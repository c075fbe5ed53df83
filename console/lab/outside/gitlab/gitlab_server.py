"""One self-managed GitLab of the lab."""

import secrets
from typing import Any

from aiohttp import web

from console.lab.loopback.loopback_site import LoopbackSite
from console.lab.outside.forge.audit_runs import AuditRuns
from console.lab.outside.forge.basic_access import basic_credentials, is_same
from console.lab.outside.forge.forge_api import ForgeApi
from console.lab.outside.forge.git_door import GitDoor
from console.lab.outside.forge.hook import HookSender
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.forge.rate_window import RateWindow
from console.lab.outside.gitlab.audit_desk import AuditDesk
from console.lab.outside.gitlab.code_desk import CodeDesk
from console.lab.outside.gitlab.fact_desk import FactDesk
from console.lab.outside.gitlab.hook_events import HookEvents
from console.lab.outside.gitlab.note_desk import NoteDesk
from console.lab.outside.gitlab.refusal import refusal
from console.lab.outside.gitlab.shape import API, GROUP, GitLabShape
from console.lab.outside.lab_server import Sections, ServerContext
from console.lab.process.audit_process import AuditProcesses

_KEY = "lab-gitlab"
_LIMITS = {name: f"RateLimit-{name.title()}" for name in ("limit", "remaining", "observed", "reset")}
_COMMON = {"X-Gitlab-Meta": '{"correlation_id":"lab","version":"1"}', "RateLimit-Name": "throttle_authenticated_api"}


class GitLabServer:
    """The API below ``/api/v4``, git below the projects' own paths, one account with an access token."""

    def __init__(self, context: ServerContext, limit: int = 2000) -> None:
        self._context = context
        self._limit = limit
        self._token = f"glpat-{secrets.token_urlsafe(18)}"
        self._hook_secret = secrets.token_urlsafe(24)
        self._projects = LabProjects(context, "gitlab", lambda plan: f"{GROUP}/{plan.group}/{plan.name}")
        self._site = LoopbackSite("gitlab", self._guard, self._answer)
        self._sender = HookSender(context.now_s)
        self._audits = AuditRuns(AuditProcesses(context.folder), context.now_s)
        self._api: ForgeApi | None = None
        self._events: HookEvents | None = None

    async def start(self) -> None:
        """Listen."""
        await self._site.start()
        now_s, shape = self._context.now_s, GitLabShape(self._site.url)
        self._events = events = HookEvents(self._sender, shape)
        code = CodeDesk(self._projects, shape, now_s)
        notes = NoteDesk(code.project, shape, events, now_s)
        routes = {**notes.routes(), **FactDesk(code.project, shape).routes(), **code.routes()}
        routes |= AuditDesk(code.project, shape, self._audits, now_s, dict(routes)).routes()
        limits = RateWindow(self._limit, 60.0, _LIMITS, b"Retry later\n", 429, now_s)
        self._api = ForgeApi(routes, limits, refusal, _COMMON)

    async def stop(self) -> None:
        """Stop listening, and delivering."""
        await self._audits.close()
        await self._sender.close()
        await self._site.stop()

    def estate(self) -> Sections:
        """Return the connection and its projects."""
        folder, url = self._context.folder, self._site.url
        connection: dict[str, Any] = {
            "key": _KEY,
            "title": "Lab GitLab",
            "url": f"{url}{API}",
            "token": f"file:{folder.token_file('gitlab', self._token)}",
            "webhook_secret": f"file:{folder.token_file('gitlab-webhook', self._hook_secret)}",
        }
        connection |= self._projects.audit_pipeline()
        projects = self._projects.estate(url, _KEY, lambda project, base: f"{base}/{project.path}.git")
        return {"gitlab": [connection], "projects": projects}

    def _guard(self, request: web.BaseRequest) -> web.Response | None:
        if not _is_api(request):
            if is_same(basic_credentials(request)[1], self._token):
                return None
            return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="GitLab"'})
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        given = request.headers.get("PRIVATE-TOKEN", "") or (bearer.strip() if scheme.lower() == "bearer" else "")
        return None if is_same(given, self._token) else web.json_response(refusal(401, "Unauthorized"), status=401)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        assert self._api is not None
        assert self._events is not None
        if _is_api(request):
            return await self._api.answer(request, request.raw_path.partition("?")[0].removeprefix(API))
        path, _, action = request.path.strip("/").partition(".git/")
        return await GitDoor(self._context.now_s, self._events.tell_push).answer(
            request, self._projects.find(path), action
        )


def _is_api(request: web.BaseRequest) -> bool:
    return request.path.startswith(f"{API}/")
