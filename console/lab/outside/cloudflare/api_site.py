"""The API as a whole: who may ask, how often, and which part answers."""

import hmac
from collections.abc import Callable, Sequence

from aiohttp import web

from console.lab.edge.edge_refusal import EdgeRefusal
from console.lab.outside.cloudflare.api_call import ApiCall, Reply
from console.lab.outside.cloudflare.api_route import Route
from console.lab.outside.cloudflare.rate_meter import RateMeter

ROOT = "/client/v4/"


class ApiSite:
    """Answers below `ROOT`; `token` is the secret as a bearer token, or as the key of `email` in the older form.

    `ids` are the account and the zone that exist: others are refused, whatever part would answer. `is_crowded` tells
    when somebody else uses up the budget of requests.
    """

    def __init__(
        self, token: str, email: str, ids: frozenset[str], routes: Sequence[Route], now_s: Callable[[], float],
        is_crowded: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._token = token.encode()
        self._email = email
        self._ids = ids
        self._routes = routes
        self._now_s = now_s
        self.meter = RateMeter(1200, now_s, is_crowded)

    def guard(self, request: web.BaseRequest) -> web.Response | None:
        """Refuse who shows no credentials, wrong ones, or asks too often; strangers use up nobody's budget."""
        refusal = self._stranger(request)
        if refusal is not None:
            return self._refusal(refusal)
        blocked_s = self.meter.count()
        if not blocked_s:
            return None
        return self._refusal(EdgeRefusal(429, 971, "Please wait and consider throttling your request speed"), blocked_s)

    def _stranger(self, request: web.BaseRequest) -> EdgeRefusal | None:
        headers = request.headers
        if headers.get("X-Auth-Key"):
            known = headers.get("X-Auth-Email") == self._email and self._is_secret(headers["X-Auth-Key"])
            return None if known else EdgeRefusal(403, 9103, "Unknown X-Auth-Key or X-Auth-Email")
        scheme, _, given = headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not given.strip():
            return EdgeRefusal(400, 6003, "Invalid request headers")
        if self._is_secret(given.strip()):
            return None
        if request.raw_path.partition("?")[0] == f"{ROOT}user/tokens/verify":
            return EdgeRefusal(401, 1000, "Invalid API Token")
        return EdgeRefusal(403, 9109, "Invalid access token")

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer what passed the guard."""
        path = request.raw_path.partition("?")[0]
        try:
            route, at = self._route(request.method, path.removeprefix(ROOT) if path.startswith(ROOT) else "")
            kind = request.headers.get("Content-Type", "")
            call = ApiCall(at, dict(request.query), await request.read(), kind, self._now_s())
            return self._response(route.answer(call))
        except EdgeRefusal as refusal:
            return self._refusal(refusal)

    def _route(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        fitting = [(route, at) for route in self._routes if (at := route.match(path)) is not None]
        for route, at in fitting:
            if not {at.get("account"), at.get("zone")} - {None} <= self._ids:
                raise EdgeRefusal(404, 7003, "Could not route to the path, perhaps your object identifier is invalid?")
            if route.method == method:
                return route, at
        if fitting:
            raise EdgeRefusal(405, 10405, "Method not allowed for this authentication scheme")
        raise EdgeRefusal(404, 7000, "No route for that URI")

    def _is_secret(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._token)

    def _response(self, reply: Reply) -> web.Response:
        if reply.raw is not None:
            body, kind = reply.raw
            return web.Response(body=body, content_type=kind, headers=self.meter.headers())
        shown = {"success": True, "errors": [], "messages": [], "result": reply.result}
        if reply.info is not None:
            shown["result_info"] = reply.info
        return web.json_response(shown, headers=self.meter.headers())

    def _refusal(self, refusal: EdgeRefusal, wait_s: float = 0.0) -> web.Response:
        headers = self.meter.headers()
        if wait_s:
            headers |= {"Retry-After": str(int(wait_s) + 1), "x-ratelimit-remaining": "0"}
        error = {"code": refusal.code, "message": refusal.message}
        shown = {"success": False, "errors": [error], "messages": [], "result": None}
        return web.json_response(shown, status=refusal.status, headers=headers)
