"""The HTTP side of the webhook listener: loopback only, its own name, a path nobody can guess, bounded quick bodies."""

import asyncio
import hmac
import os
import socket
from typing import NamedTuple

from aiohttp import web

from console.domain.webhook.delivery import Delivery
from console.domain.webhook.verdict import Verdict
from console.kernel.errors import ConnectorError, ConsoleError
from console.kernel.i18n import t
from console.services.webhooks.hook_desk import HookDesk
from console.services.webhooks.hook_target import HookTarget
from console.services.webhooks.webhook_address import LOOPBACK

MOST_BYTES = 26 * 1024 * 1024
"""Of a body: GitHub and GitLab name every changed file of a push, up to 25 MB."""
_NAMES = ("127.0.0.1", "localhost")
_SHUTDOWN_S = 1.0
_SETTLE_S = 0.05
_AT_ONCE = 4
_ANSWERS = {
    Verdict.GENUINE: 200,
    Verdict.UNSIGNED: 401,
    Verdict.FORGED: 401,
    Verdict.STALE: 401,
    Verdict.REPLAYED: 409,
    Verdict.UNREADABLE: 400,
}


class Patience(NamedTuple):
    """Seconds that a sender has for the head of a request and for its body."""

    head_s: float = 10.0
    body_s: float = 10.0


class WebhookSite:
    """Hands deliveries to ``POST /<token>/<connection>`` to the desk. Use it from the I/O loop."""

    def __init__(self, desk: HookDesk, token: str, port: int, patience: Patience = Patience()) -> None:  # noqa: B008
        self._desk = desk
        self._token = token.encode()
        self._port = port
        self._patience = patience
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._runner: web.ServerRunner | None = None
        self._socket: socket.socket | None = None

    async def start(self) -> int:
        """Listen and return the port; raise ``ConsoleError`` when it is taken."""
        server = web.Server(self._answer, access_log=None, keepalive_timeout=self._patience.head_s, lingering_time=1.0)
        try:
            self._socket = socket.create_server((LOOPBACK, self._port), backlog=32)
        except OSError as error:
            raise ConsoleError(
                t(
                    "Port {port} for webhooks cannot be opened: {why}.",
                    port=self._port,
                    why=os.strerror(error.errno) if error.errno else str(error),  # without Python's own words
                ),
                t("Choose another port in the settings, or end the program that uses it."),
            ) from None
        self._runner = web.ServerRunner(server, shutdown_timeout=_SHUTDOWN_S)
        await self._runner.setup()
        await web.SockSite(self._runner, self._socket).start()
        return int(self._socket.getsockname()[1])

    async def stop(self) -> None:
        """Stop listening and close what is open. Safe when it does not listen."""
        runner, self._runner = self._runner, None
        if runner is None or self._socket is None:
            return
        # Accept no more first: asyncio forgets to close a connection whose listener is closed while it is accepted.
        asyncio.get_running_loop().remove_reader(self._socket)
        await asyncio.sleep(_SETTLE_S)
        await runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        target = self._target_of(request)
        if isinstance(target, web.Response):
            return target
        body = await self._body_of(request)
        if isinstance(body, web.Response):
            return body
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            verdict = await self._desk.receive(target, Delivery(headers, body))
        except ConnectorError:
            return _refusal(503, "the secret cannot be read on this computer")
        asks = verdict is Verdict.UNSIGNED and target.provider == "azure_devops"
        return _refusal(_ANSWERS[verdict], verdict.value, {"WWW-Authenticate": "Basic"} if asks else {})

    def _target_of(self, request: web.BaseRequest) -> HookTarget | web.Response:
        """Return whom a request is for, or a refusal of what cannot be a delivery."""
        if request.headers.get("Host", "").rpartition(":")[0] not in _NAMES:
            return _refusal(421, "this server does not go by that name")
        token, _, connection = request.path.removeprefix("/").partition("/")
        target = self._desk.targets.get(connection)
        if not hmac.compare_digest(token.encode("utf-8", "surrogateescape"), self._token) or target is None:
            return _refusal(404, "there is nothing here")
        if request.method != "POST":
            return _refusal(405, "deliveries are posted", {"Allow": "POST"})
        return target

    async def _body_of(self, request: web.BaseRequest) -> bytes | web.Response:
        """Return the whole body, or a refusal of one that is too large or too slow."""
        if (request.content_length or 0) > MOST_BYTES:
            return _refusal(413, "the body is too large")
        try:
            async with self._places, asyncio.timeout(self._patience.body_s):
                return await request.clone(client_max_size=MOST_BYTES).read()
        except web.HTTPRequestEntityTooLarge:
            return _refusal(413, "the body is too large")
        except TimeoutError:
            return _refusal(408, "the body did not arrive in time")


def _refusal(status: int, words: str, headers: dict[str, str] | None = None) -> web.Response:
    response = web.Response(status=status, text=f"{words}\n", headers=headers)
    if status in (408, 413, 421):
        response.force_close()
    return response
