"""Answering a forge's API: routing, ETags, rate limits, JSON."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from console.kernel.errors import ConsoleError
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiRefused, ApiReply
from console.lab.outside.forge.api_route import ApiRoutes
from console.lab.outside.forge.rate_window import RateWindow
from console.lab.outside.git.git_repository import UnknownRevision

_JSON = "application/json; charset=utf-8"
_MOST_BYTES = 16 << 20
_PIECE = 1 << 16


class ForgeApi:
    """``refusal`` makes an error's body; ``common`` are headers of every answer. Unchanged answers cost no budget."""

    def __init__(
        self,
        routes: Mapping[str, Answerer],
        limits: RateWindow,
        refusal: Callable[[int, str], Any],
        common: Mapping[str, str],
    ) -> None:
        self._table = ApiRoutes(routes)
        self._limits = limits
        self._refusal = refusal
        self._common = common

    async def answer(self, request: web.BaseRequest, path: str) -> web.Response:
        """Answer the request for ``path``, as it was sent, below the API's root."""
        if self._limits.is_used_up():
            reply = ApiReply(self._limits.refusal(), self._limits.refused_status, self._limits.refused_headers())
            return self._respond(request, reply)
        try:
            reply = await self._reply(request, path)
        except ApiRefused as refused:
            reply = ApiReply(refused.value, refused.status)
        except UnknownRevision:
            reply = ApiReply(self._refusal(404, "Not Found"), 404)
        except ConsoleError as error:
            reply = ApiReply(self._refusal(503, str(error)), 503)
        return self._respond(request, reply)

    async def _reply(self, request: web.BaseRequest, path: str) -> ApiReply:
        found = self._table.find(request.method, path.strip("/"))
        if found is None:
            raise ApiRefused(404, self._refusal(404, "Not Found"))
        answerer, parts = found
        return await answerer(ApiCall(request, parts, await self._body(request)))

    async def _body(self, request: web.BaseRequest) -> Mapping[str, Any]:
        if not request.body_exists:
            return {}
        try:
            body = json.loads(await _content(request))
        except (ValueError, RecursionError):
            raise ApiRefused(400, self._refusal(400, "Problems parsing JSON")) from None
        return body if isinstance(body, dict) else {"items": body}

    def _respond(self, request: web.BaseRequest, reply: ApiReply) -> web.Response:
        body = reply.body()
        headers = {**self._common, **reply.headers}
        if request.method == "GET" and reply.status == 200:
            headers["ETag"] = f'W/"{hashlib.sha256(body + repr(reply.headers).encode()).hexdigest()[:32]}"'
            if request.headers.get("If-None-Match", "") == headers["ETag"]:
                return web.Response(status=304, headers={**headers, **self._limits.headers()})
        self._limits.count()
        if body:
            headers.setdefault("Content-Type", "text/plain" if isinstance(reply.value, bytes) else _JSON)
        return web.Response(status=reply.status, body=body or None, headers={**headers, **self._limits.headers()})


async def _content(request: web.BaseRequest) -> bytes:
    """Return the body, which may be larger than ``request.read`` allows: findings are uploaded in it."""
    pieces, size = [], 0
    async for piece in request.content.iter_chunked(_PIECE):
        size += len(piece)
        if size > _MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(_MOST_BYTES, size)
        pieces.append(piece)
    return b"".join(pieces)
