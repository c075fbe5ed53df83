"""The collector: workers beyond this machine put their results here, and only those that are waited for."""

from __future__ import annotations

import asyncio
import hmac
import re
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from console.domain.audit.packed_result import MOST_PACKED, unpacked_result
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.services.audits.audit_outcome import task_report
from console.store.audits.result_store import ResultStore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from aiohttp import web

    from console.domain.audit.audit_task import AuditTask
    from console.kernel.runtime import Runtime
    from console.services.audits.audit_places import AuditPlaces

_BODY_S = 120.0
_AT_ONCE = 8
_SHUTDOWN_S = 1.0
_SETTLE_S = 0.05
_OBJECT = re.compile(r"/([0-9a-f]{20})\.sarif\.gz")


class ResultCollector:
    """Listens on ``listen`` (host:port) while somebody waits; ``address`` is what workers are told. I/O loop only.

    ``token`` reads the bearer token when it begins to listen. A result that is not whole, or not of its task, is
    refused; one that is not waited for (yet) is asked for again later.
    """

    def __init__(
        self, runtime: Runtime, places: AuditPlaces, listen: str, address: str, token: Callable[[], Awaitable[str]]
    ) -> None:
        host, _, port = listen.rpartition(":")
        self._runtime, self._store = runtime, ResultStore(places.results)
        self._host, self._port, self._token_of = host.strip("[]"), int(port), token
        self._root = urlsplit(address).path.rstrip("/")
        self._token = b""
        self._waited: dict[str, AuditTask] = {}
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._runner: web.ServerRunner | None = None
        self._socket: socket.socket | None = None
        self._users = 0
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Begin to listen, or go on for one user more; raise ``UserError`` when the port is taken."""
        async with self._turn:
            if self._runner is None:
                self._token = (await self._token_of()).strip().encode()
                await self._listen()
            self._users += 1

    async def _listen(self) -> None:
        from aiohttp import web  # noqa: PLC0415 - 8 MB, and only while somebody waits for results

        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            self._socket = socket.create_server((self._host, self._port), family=family, backlog=64)
        except OSError as error:
            raise UserError(
                t("Results of audits cannot be taken on port {port}: {why}.", port=self._port,
                  why=error.strerror or str(error)),
                t("End the program that uses it, or choose another port (listen, in the cluster's audits)."),
            ) from None  # fmt: skip
        self._runner = web.ServerRunner(
            web.Server(self._answer, access_log=None, lingering_time=1.0), shutdown_timeout=_SHUTDOWN_S
        )
        await self._runner.setup()
        await web.SockSite(self._runner, self._socket).start()

    async def close(self) -> None:
        """Stop listening when nobody else waits."""
        async with self._turn:
            self._users -= 1
            runner = self._runner
            if self._users > 0 or runner is None or self._socket is None:
                return
            self._runner = None
            # Accept no more first: asyncio forgets to close a connection whose listener is closed meanwhile.
            asyncio.get_running_loop().remove_reader(self._socket)
            await asyncio.sleep(_SETTLE_S)
            await runner.cleanup()

    @contextmanager
    def waiting(self, tasks: Iterable[AuditTask]) -> Iterator[None]:
        """Take the results of some tasks while inside."""
        known = {one.id: one for one in tasks}
        self._waited |= known
        try:
            yield
        finally:
            for one in known:
                self._waited.pop(one, None)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not self._token or not hmac.compare_digest(given, b"Bearer " + self._token):
            return _refusal(401, "who are you?", {"WWW-Authenticate": "Bearer"})
        found = _OBJECT.fullmatch(request.path.removeprefix(self._root))
        if not request.path.startswith(self._root) or found is None:
            return _refusal(404, "there is nothing here")
        if request.method != "PUT":
            return _refusal(405, "results are put", {"Allow": "PUT"})
        task = self._waited.get(found[1])
        if task is None:
            held = await self._runtime.in_thread(self._store.holds, found[1])
            return _refusal(412, "it is there") if held else _refusal(503, "not waited for (yet)", {"Retry-After": "5"})
        if request.headers.get("If-None-Match") != "*":
            return _refusal(428, "results are put once: If-None-Match: *")
        return await self._take(request, task)

    async def _take(self, request: web.BaseRequest, task: AuditTask) -> web.StreamResponse:
        if (request.content_length or 0) > MOST_PACKED:
            return _refusal(413, "the body is too large")
        packed = bytearray()
        try:
            async with self._places, asyncio.timeout(_BODY_S):
                async for part in request.content.iter_chunked(1 << 16):
                    packed += part
                    if len(packed) > MOST_PACKED:
                        return _refusal(413, "the body is too large")
                first = await self._runtime.in_thread(self._kept, task, bytes(packed))
        except TimeoutError:
            return _refusal(408, "the body did not arrive in time")
        except UserError as error:  # the disk is full
            return _refusal(507, str(error))
        except ConsoleError as error:
            return _refusal(422, str(error))
        return _created() if first else _refusal(412, "it is there")

    def _kept(self, task: AuditTask, packed: bytes) -> bool:
        content = unpacked_result(packed)
        task_report(content, task)
        return self._store.put(task.id, content)


def _created() -> web.Response:
    from aiohttp import web  # noqa: PLC0415 - as above

    return web.Response(status=201)


def _refusal(status: int, words: str, headers: dict[str, str] | None = None) -> web.Response:
    from aiohttp import web  # noqa: PLC0415 - as above

    response = web.Response(status=status, text=f"{words}\n", headers=headers)
    if status in (401, 408, 413):
        response.force_close()
    return response
