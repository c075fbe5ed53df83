"""The desks of the services that are told over HTTP, by the path that they are told at."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import web

Json: TypeAlias = dict[str, Any]
Desk = Callable[[web.BaseRequest, Json], Awaitable[web.Response]]


async def read_json(request: web.BaseRequest) -> Json | None:
    """Return the body as an object; ``None`` when it is none."""
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def answer(body: object, status: int = 200, **headers: str) -> web.Response:
    """Return a JSON answer."""
    return web.json_response(body, status=status, headers=headers)


def bears(request: web.BaseRequest, secret: str, *, scheme: str = "") -> bool:
    """Return whether the ``Authorization`` header holds exactly ``secret``, behind a scheme where there is one."""
    given = request.headers.get("Authorization", "")
    wanted = f"{scheme} {secret}" if scheme else secret
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())
