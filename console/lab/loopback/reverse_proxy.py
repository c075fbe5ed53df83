"""Passing requests on to a child process of the lab."""

import asyncio
from contextlib import suppress

import aiohttp
from aiohttp import web
from yarl import URL

from console.lab.loopback.loopback_site import LOOPBACK

# Hop-by-hop headers (RFC 9110 7.6.1), and those that this proxy sets itself.
_NOT_PASSED_ON = {
    *("authorization", "connection", "content-length", "host", "keep-alive"),
    *("te", "trailer", "transfer-encoding", "upgrade"),
}
_NOT_INVENTED = ("Accept-Encoding", "Content-Type", "User-Agent")
_PIECE_BYTES = 64 * 1024
_ATTEMPTS = 2
_WAIT_S = 2.0
_TIMEOUT = aiohttp.ClientTimeout(total=150, connect=2)


class ReverseProxy:
    """Forwards to a child on loopback, with basic authentication when there is a password.

    While the child restarts, requests wait for it for up to two seconds.
    """

    def __init__(self, name: str, user: str = "", password: str = "") -> None:
        self._name = name
        self._authorization = {"Authorization": aiohttp.encode_basic_auth(user, password)} if password else {}
        self._session: aiohttp.ClientSession | None = None
        self._port = 0
        self._connected = asyncio.Event()

    async def open(self) -> None:
        """Make ready to forward."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT, auto_decompress=False, trust_env=False)

    async def close(self) -> None:
        """Let go of all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def connect(self, port: int) -> None:
        """Forward to this port from now on."""
        self._port = port
        self._connected.set()

    def disconnect(self) -> None:
        """Let requests wait until ``connect``."""
        self._connected.clear()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Forward one request and stream the answer back; 503 when the child stays away."""
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _NOT_PASSED_ON}
        headers |= self._authorization
        try:
            body = await request.read()
        except (ConnectionError, web.RequestPayloadError):
            return web.Response(status=400)  # who asked has gone in the middle of it
        for _ in range(_ATTEMPTS):
            if self._session is None or not await self._is_connected():
                break
            try:
                found = await self._session.request(
                    request.method,
                    URL(f"http://{LOOPBACK}:{self._port}{request.raw_path}", encoded=True),
                    headers=headers,
                    skip_auto_headers=_NOT_INVENTED,
                    data=body or None,
                    allow_redirects=False,
                )
            except aiohttp.ClientConnectionError:
                continue  # it was just restarting: the queries that pass here may be asked twice
            except TimeoutError:
                break
            async with found:
                return await _pass_back(request, found)
        return web.Response(status=503, text=f"{self._name} does not run\n")

    async def _is_connected(self) -> bool:
        try:
            async with asyncio.timeout(_WAIT_S):
                await self._connected.wait()
        except TimeoutError:
            return False
        return True


async def _pass_back(request: web.BaseRequest, found: aiohttp.ClientResponse) -> web.StreamResponse:
    headers = {name: value for name, value in found.headers.items() if name.lower() not in _NOT_PASSED_ON}
    answer = web.StreamResponse(status=found.status, headers=headers)
    with suppress(ConnectionResetError):  # who asked has gone, as a console that is closed does
        await answer.prepare(request)
        try:
            async for piece in found.content.iter_chunked(_PIECE_BYTES):
                await answer.write(piece)
        except (aiohttp.ClientPayloadError, TimeoutError):
            if request.transport is not None:  # the child died: an answer that is cut off must not look whole
                request.transport.abort()
            return answer
        await answer.write_eof()
    return answer
