"""One GitHub Enterprise Server of the lab."""

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
from console.lab.process.audit_process import AuditProcesses

_KEY = "lab-github"
_LIMITS = {name: f"X-RateLimit-{name.title()}" for name in ("limit", "remaining", "used", "reset")}
_COMMON = {"X-GitHub-Media-Type": "github.v3; format=json", "X-RateLimit-Resource": "core"}
_VERSION = {"X-GitHub-Enterprise-Version": "3.19.0", "X-GitHub-Api-Version-Selected": "2022-11-28"}


class GitHubServer:
    """The API below ``/api/v3``, git below the repositories' own paths, one account with a token."""

    def __init__(self, context: ServerContext, limit: int = 5000) -> None:
        self._context = context
        self._limit = limit
        self._token = secrets.token_urlsafe(24)
        self._hook_secret = secrets.token_urlsafe(24)
        self._projects = LabProjects(context, "github", lambda plan: f"{OWNER}/{plan.name}")
        self._site = LoopbackSite("github", self._guard, self._answer)
        self._sender = HookSender(context.now_s)
        self._audits = AuditRuns(AuditProcesses(context.folder), context.now_s)
        self._api: ForgeApi | None = None
        self._events: HookEvents | None = None

    async def start(self) -> None:
        """Listen."""
        await self._site.start()
        now_s, shape = self._context.now_s, GitHubShape(self._site.url)
        self._events = events = HookEvents(self._sender, shape)
        code = CodeDesk(self._projects, shape)
        routes = {
            **AuditDesk(code.project, shape, self._audits, now_s).routes(),
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
        await self._audits.close()
        await self._sender.close()
        await self._site.stop()

    def estate(self) -> Sections:
        """Return the connection and its projects."""
        folder, url = self._context.folder, self._site.url
        connection: dict[str, Any] = {
            "key": _KEY,
            "title": "Lab GitHub",
            "url": f"{url}{API}",
            "token": f"file:{folder.token_file('github', self._token)}",
            "webhook_secret": f"file:{folder.token_file('github-webhook', self._hook_secret)}",
        }
        connection |= self._projects.audit_pipeline(WORKFLOW)
        projects = self._projects.estate(url, _KEY, lambda project, base: f"{base}/{project.path}.git")
        return {"github": [connection], "projects": projects}

    def _guard(self, request: web.BaseRequest) -> web.Response | None:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if not _is_api(request):
            if is_same(basic_credentials(request)[1], self._token):
                return None
            return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="GitHub"'})
        if scheme.lower() in {"bearer", "token"} and is_same(given.strip(), self._token):
            return None
        words = "Bad credentials" if scheme else "Requires authentication"
        return web.json_response(refusal(401, words), status=401)

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
