"""A loopback web server that answers only bearers of its token who asked for it by its own name."""

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

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class LoopbackSite:
    """Serves ``answer`` on a free loopback port. ``token`` is required of every request; bodies are limited to 1 MiB.

    The ``Host`` header is checked, so that a web page cannot reach the lab through a name that it rebinds to 127.0.0.1.
    """

    def __init__(self, name: str, token: str, answer: Answer) -> None:
        self.name = name
        self._token = token.encode()
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
        server = web.Server(self._check, access_log=None, lingering_time=_LINGER_S)
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
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        bearer = given.strip().encode("utf-8", "surrogateescape")
        if scheme.lower() != "bearer" or not hmac.compare_digest(bearer, self._token):
            return web.Response(
                status=401, text=f"{self.name}: a bearer token is required\n", headers={"WWW-Authenticate": "Bearer"}
            )
        return await self._answer(request)
