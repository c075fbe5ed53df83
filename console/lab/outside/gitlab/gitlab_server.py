"""One self-managed GitLab of the lab."""

import secrets

from aiohttp import web

from console.lab.outside.forge.basic_access import is_same
from console.lab.outside.forge.forge_api import ForgeApi
from console.lab.outside.forge.forge_host import ForgeHost
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

_LIMITS = {name: f"RateLimit-{name.title()}" for name in ("limit", "remaining", "observed", "reset")}
_COMMON = {"X-Gitlab-Meta": '{"correlation_id":"lab","version":"1"}', "RateLimit-Name": "throttle_authenticated_api"}


class GitLabServer:
    """The API below ``/api/v4``, git below the projects' own paths, one account with an access token."""

    def __init__(self, context: ServerContext, limit: int = 2000) -> None:
        self._now_s = context.now_s
        self._limit = limit
        self._projects = LabProjects(context, "gitlab", lambda plan: f"{GROUP}/{plan.group}/{plan.name}")
        token = f"glpat-{secrets.token_urlsafe(18)}"
        self._host = ForgeHost(context, self._projects, API, token, self._guard, self._answer)

    async def start(self) -> None:
        """Listen."""
        await self._host.site.start()
        now_s, shape = self._now_s, GitLabShape(self._host.site.url)
        self._events = events = HookEvents(self._host.sender, shape)
        code = CodeDesk(self._projects, shape, now_s)
        notes = NoteDesk(code.project, shape, events, now_s)
        routes = {**notes.routes(), **FactDesk(code.project, shape).routes(), **code.routes()}
        routes |= AuditDesk(code.project, shape, self._host.audits, now_s, dict(routes)).routes()
        limits = RateWindow(self._limit, 60.0, _LIMITS, b"Retry later\n", 429, now_s)
        self._api = ForgeApi(routes, limits, refusal, _COMMON)

    async def stop(self) -> None:
        """Stop listening, and delivering."""
        await self._host.stop()

    def estate(self) -> Sections:
        """Return the connection and its projects."""
        return self._host.estate({"title": "Lab GitLab", "url": f"{self._host.site.url}{API}"})

    def _guard(self, request: web.BaseRequest) -> web.Response | None:
        if not self._host.is_api(request):
            return self._host.guard_git(request, "GitLab")
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        given = request.headers.get("PRIVATE-TOKEN", "") or (bearer.strip() if scheme.lower() == "bearer" else "")
        return None if is_same(given, self._host.token) else web.json_response(refusal(401, "Unauthorized"), status=401)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self._host.answer(request, self._api, self._events.tell_push)
