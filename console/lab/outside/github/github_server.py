"""One GitHub Enterprise Server of the lab."""

import secrets

from aiohttp import web

from console.lab.outside.forge.basic_access import is_same
from console.lab.outside.forge.forge_api import ForgeApi
from console.lab.outside.forge.forge_host import ForgeHost
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.forge.rate_window import RateWindow
from console.lab.outside.github.audit_desk import WORKFLOW, AuditDesk
from console.lab.outside.github.code_desk import CodeDesk
from console.lab.outside.github.fact_desk import FactDesk
from console.lab.outside.github.finding_desk import FindingDesk
from console.lab.outside.github.hook_events import HookEvents
from console.lab.outside.github.note_desk import NoteDesk
from console.lab.outside.github.pull_desk import PullDesk
from console.lab.outside.github.refusal import refusal
from console.lab.outside.github.run_desk import RunDesk
from console.lab.outside.github.shape import API, OWNER, GitHubShape
from console.lab.outside.lab_server import Sections, ServerContext

_LIMITS = {name: f"X-RateLimit-{name.title()}" for name in ("limit", "remaining", "used", "reset")}
_COMMON = {"X-GitHub-Media-Type": "github.v3; format=json", "X-RateLimit-Resource": "core"}
_VERSION = {"X-GitHub-Enterprise-Version": "3.19.0", "X-GitHub-Api-Version-Selected": "2022-11-28"}


class GitHubServer:
    """The API below ``/api/v3``, git below the repositories' own paths, one account with a token."""

    def __init__(self, context: ServerContext, limit: int = 5000) -> None:
        self._now_s = context.now_s
        self._limit = limit
        self._projects = LabProjects(context, "github", lambda plan: f"{OWNER}/{plan.name}")
        self._host = ForgeHost(context, self._projects, API, secrets.token_urlsafe(24), self._guard, self._answer)

    async def start(self) -> None:
        """Listen."""
        await self._host.site.start()
        now_s, shape = self._now_s, GitHubShape(self._host.site.url)
        self._events = events = HookEvents(self._host.sender, shape)
        code = CodeDesk(self._projects, shape)
        routes = {
            **AuditDesk(code.project, shape, self._host.audits, now_s).routes(),
            **RunDesk(code.project, shape, now_s).routes(),
            **NoteDesk(code.project, shape, events, now_s).routes(),
            **FindingDesk(code.project, shape, now_s).routes(),
            **FactDesk(code.project, shape).routes(),
            **PullDesk(code.project, shape).routes(),
            **code.routes(),
            "GET repos/{owner}/{name}/commits/{ref*}": code.commit,
        }
        beyond = refusal(403, "API rate limit exceeded for user.")
        limits = RateWindow(self._limit, 3600.0, _LIMITS, beyond, 403, now_s)
        self._api = ForgeApi(routes, limits, refusal, {**_COMMON, **_VERSION})

    async def stop(self) -> None:
        """Stop listening, and delivering."""
        await self._host.stop()

    def estate(self) -> Sections:
        """Return the connection and its projects."""
        return self._host.estate({"title": "Lab GitHub", "url": f"{self._host.site.url}{API}"}, WORKFLOW)

    def _guard(self, request: web.BaseRequest) -> web.Response | None:
        if not self._host.is_api(request):
            return self._host.guard_git(request, "GitHub")
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() in {"bearer", "token"} and is_same(given.strip(), self._host.token):
            return None
        words = "Bad credentials" if scheme else "Requires authentication"
        return web.json_response(refusal(401, words), status=401)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self._host.answer(request, self._api, self._events.tell_push)
