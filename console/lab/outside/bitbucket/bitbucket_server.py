"""One Bitbucket Cloud of the lab."""

import secrets
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from console.lab.loopback.loopback_site import LoopbackSite
from console.lab.outside.bitbucket.audit_desk import AuditDesk
from console.lab.outside.bitbucket.code_desk import PLACE, CodeDesk
from console.lab.outside.bitbucket.fact_desk import FactDesk
from console.lab.outside.bitbucket.hook_events import HookEvents
from console.lab.outside.bitbucket.note_desk import NoteDesk
from console.lab.outside.bitbucket.reply import refusal
from console.lab.outside.bitbucket.shape import WORKSPACE, BitbucketShape
from console.lab.outside.forge.audit_runs import AuditRuns
from console.lab.outside.forge.basic_access import basic_credentials, is_same
from console.lab.outside.forge.forge_api import ForgeApi
from console.lab.outside.forge.git_door import GitDoor
from console.lab.outside.forge.hook import HookSender
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.forge.rate_window import RateWindow
from console.lab.outside.lab_server import Sections, ServerContext
from console.lab.process.audit_process import AuditProcesses

_API = "/2.0"
_KEY = "lab-bitbucket"
_MAIL = "lab@newsletter.example"
_LIMIT, _HOUR_S = 1000, 3600.0
_LIMIT_HEADERS = {"limit": "X-RateLimit-Limit", "near": "X-RateLimit-NearLimit"}
_TOKEN_HEADERS = {
    "X-RateLimit-Resource": "api",
    "X-OAuth-Scopes": "repository:admin, pullrequest, pipeline:write, webhook, issue:write",
}


class BitbucketServer:
    """The API below ``/2.0``, git below the repositories' own paths, one account with an API token."""

    def __init__(self, context: ServerContext) -> None:
        self._context = context
        self._api_token = secrets.token_urlsafe(24)
        self._access_token = secrets.token_urlsafe(24)
        self._hook_secret = secrets.token_urlsafe(24)
        self._projects = LabProjects(context, "bitbucket", lambda plan: f"{WORKSPACE}/{plan.name}")
        self._site = LoopbackSite("bitbucket", self._guard, self._answer)
        self._sender = HookSender(context.now_s)
        self._audits = AuditRuns(AuditProcesses(context.folder), context.now_s)
        self._apis: dict[str, ForgeApi] = {}

    async def start(self) -> None:
        """Listen."""
        await self._site.start()
        shape = BitbucketShape(self._site.url)
        events = HookEvents(self._sender, shape)
        self._door = GitDoor(self._context.now_s, events.tell_push)
        code = CodeDesk(self._projects, shape)
        notes = NoteDesk(self._context, code, shape, events)
        routes = {**code.routes(), **notes.routes(), **FactDesk(code, shape).routes()}
        now_s = self._context.now_s
        routes |= AuditDesk(code.project, PLACE, shape, self._audits, now_s, dict(routes)).routes()
        self._apis = {
            "account": ForgeApi(routes, self._limits({}), refusal, {}),
            "token": ForgeApi(routes, self._limits(_LIMIT_HEADERS), refusal, _TOKEN_HEADERS),
        }

    def _limits(self, names: Mapping[str, str]) -> RateWindow:
        """Return a credential's own limit; only access tokens are told of it in headers."""
        body = refusal(429, "Rate limit for this resource has been exceeded.")
        return RateWindow(_LIMIT, _HOUR_S, names, body, 429, self._context.now_s)

    async def stop(self) -> None:
        """Stop listening, and delivering."""
        await self._audits.close()
        await self._sender.close()
        await self._site.stop()

    def estate(self) -> Sections:
        """Return the connection and its projects."""
        folder = self._context.folder
        token = folder.token_file("bitbucket", self._api_token)
        connection: dict[str, Any] = {
            "key": _KEY,
            "title": "Lab Bitbucket",
            "url": f"{self._site.url}{_API}",
            "workspace": WORKSPACE,
            "username": _MAIL,
            "token": f"file:{token}",
            "webhook_secret": f"file:{folder.token_file('bitbucket-webhook', self._hook_secret)}",
        }
        url = self._site.url
        connection |= self._projects.audit_pipeline()
        projects = self._projects.estate(url, _KEY, lambda project, base: f"{base}/{project.path}.git")
        return {"bitbucket": [connection], "projects": projects}

    def _guard(self, request: web.BaseRequest) -> web.Response | None:
        if self._credential(request):
            return None
        if not request.path.startswith(f"{_API}/"):
            return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="Bitbucket.org HTTP"'})
        return web.json_response(
            refusal(401, "Token is invalid, expired, or not supported for this endpoint."), status=401
        )

    def _credential(self, request: web.BaseRequest) -> str:
        """Return ``account``, ``token``, or nothing for who shows neither; git takes any name with a token."""
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and is_same(given.strip(), self._access_token):
            return "token"
        user, password = basic_credentials(request)
        is_git = not request.path.startswith(f"{_API}/")
        is_account = user == _MAIL or (is_git and bool(user))
        return "account" if is_account and is_same(password, self._api_token) else ""

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if not request.path.startswith(f"{_API}/"):
            path, _, action = request.path.strip("/").partition(".git/")
            return await self._door.answer(request, self._projects.find(path), action)
        api = self._apis[self._credential(request)]
        return await api.answer(request, request.raw_path.partition("?")[0].removeprefix(_API))
