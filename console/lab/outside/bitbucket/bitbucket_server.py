"""One Bitbucket Cloud of the lab."""

import secrets
from collections.abc import Mapping

from aiohttp import web

from console.lab.outside.bitbucket.audit_desk import AuditDesk
from console.lab.outside.bitbucket.code_desk import PLACE, CodeDesk
from console.lab.outside.bitbucket.fact_desk import FactDesk
from console.lab.outside.bitbucket.hook_events import HookEvents
from console.lab.outside.bitbucket.note_desk import NoteDesk
from console.lab.outside.bitbucket.reply import refusal
from console.lab.outside.bitbucket.shape import WORKSPACE, BitbucketShape
from console.lab.outside.forge.basic_access import basic_credentials, is_same
from console.lab.outside.forge.forge_api import ForgeApi
from console.lab.outside.forge.forge_host import ForgeHost
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.forge.rate_window import RateWindow
from console.lab.outside.lab_server import Sections, ServerContext

_API = "/2.0"
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
        self._access_token = secrets.token_urlsafe(24)
        self._projects = LabProjects(context, "bitbucket", lambda plan: f"{WORKSPACE}/{plan.name}")
        token = secrets.token_urlsafe(24)
        self._host = ForgeHost(context, self._projects, _API, token, self._guard, self._answer)
        self._apis: dict[str, ForgeApi] = {}

    async def start(self) -> None:
        """Listen."""
        await self._host.site.start()
        shape = BitbucketShape(self._host.site.url)
        self._events = events = HookEvents(self._host.sender, shape)
        code = CodeDesk(self._projects, shape)
        notes = NoteDesk(self._context, code, shape, events)
        routes = {**code.routes(), **notes.routes(), **FactDesk(code, shape).routes()}
        now_s = self._context.now_s
        routes |= AuditDesk(code.project, PLACE, shape, self._host.audits, now_s, dict(routes)).routes()
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
        await self._host.stop()

    def estate(self) -> Sections:
        """Return the connection and its projects."""
        url = f"{self._host.site.url}{_API}"
        return self._host.estate({"title": "Lab Bitbucket", "url": url, "workspace": WORKSPACE, "username": _MAIL})

    def _guard(self, request: web.BaseRequest) -> web.Response | None:
        if self._credential(request):
            return None
        if not self._host.is_api(request):
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
        is_git = not self._host.is_api(request)
        is_account = user == _MAIL or (is_git and bool(user))
        return "account" if is_account and is_same(password, self._host.token) else ""

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self._host.answer(request, self._apis[self._credential(request)], self._events.tell_push)
