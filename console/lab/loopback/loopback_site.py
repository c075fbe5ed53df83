"""A loopback web server that answers only those who show its secret and asked for it by its own name."""

import asyncio
import hmac
import socket
from collections.abc import Awaitable, Callable

from aiohttp import web

LOOPBACK = "127.0.0.1"
_NAMES = ("127.0.0.1", "localhost")
_SHUTDOWN_S = 1.0
_SETTLE_S = 0.05
_LINGER_S = 1.0  # how long an answered client may go on sending its body
_HEAD_S = 30.0  # how long a client may take for the head of a request, and be idle between two

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Guard = Callable[[web.BaseRequest], web.Response | None]
"""Returns a refusal for a request that does not show the right secret, ``None`` for one that does."""


class LoopbackSite:
    """Serves ``answer`` on a free loopback port; bodies are limited to 1 MiB.

    ``guard`` is asked about every request; a text is a token that every request must bear.

    The ``Host`` header is checked, so that a web page cannot reach the lab through a name that it rebinds to 127.0.0.1.
    """

    def __init__(self, name: str, guard: str | Guard, answer: Answer) -> None:
        self.name = name
        self._guard = bearer_guard(name, guard) if isinstance(guard, str) else guard
        self._answer = answer
        self._runner: web.ServerRunner | None = None
        self._socket: socket.socket | None = None
        self._port = 0

    @property
    def port(self) -> int:
        """Return the port, 0 before the first ``start``; it stays the same over stop and start."""
        return self._port

    @property
    def url(self) -> str:
        """Return the root URL, without a slash at its end."""
        return f"http://{LOOPBACK}:{self._port}"

    async def start(self) -> None:
        """Listen; on a second start on the same port as before. Safe when it listens."""
        if self._runner is not None:
            return
        server = web.Server(self._check, access_log=None, lingering_time=_LINGER_S, keepalive_timeout=_HEAD_S)
        self._runner = web.ServerRunner(server, shutdown_timeout=_SHUTDOWN_S)
        await self._runner.setup()
        self._socket = socket.create_server((LOOPBACK, self._port), backlog=128)
        self._port = int(self._socket.getsockname()[1])
        await web.SockSite(self._runner, self._socket).start()

    async def stop(self) -> None:
        """Stop listening, so that connections are refused, and close the open ones. Safe when it does not listen."""
        runner, self._runner = self._runner, None
        if runner is None or self._socket is None:
            return
        # Accept no more, then let those just accepted get their protocol: asyncio forgets to close a connection whose
        # listener was closed in between, and its client would wait for ever.
        asyncio.get_running_loop().remove_reader(self._socket)
        await asyncio.sleep(_SETTLE_S)
        await runner.cleanup()
        self._socket = None

    async def _check(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.headers.get("Host", "").rpartition(":")[0] not in _NAMES:
            return web.Response(status=421, text=f"{self.name}: this server does not go by that name\n")
        refusal = self._guard(request)
        return refusal if refusal is not None else await self._answer(request)


def bearer_guard(name: str, token: str) -> Guard:
    """Return a guard that lets through who bears ``token``; ``name`` is told to the others."""
    wanted = token.encode()

    def guard(request: web.BaseRequest) -> web.Response | None:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        bearer = given.strip().encode("utf-8", "surrogateescape")
        if scheme.lower() == "bearer" and hmac.compare_digest(bearer, wanted):
            return None
        return web.Response(
            status=401, text=f"{name}: a bearer token is required\n", headers={"WWW-Authenticate": "Bearer"}
        )

    return guard
