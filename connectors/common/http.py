"""The HTTP policy of every connector: timeouts, verified TLS, proxies, limits, retries, redirects, tracing."""

import asyncio
import random
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from connectors.common.address import address_below, told_address
from connectors.common.answer_cache import AnswerCache
from connectors.common.endpoint import Endpoint
from connectors.common.exchange import Answer, Request
from connectors.common.fault import (
    HttpFault,
    climbing_path,
    foreign_redirect,
    network_fault,
    status_fault,
    unusable_address,
    wrong_body,
)
from connectors.common.origin import origin_of
from connectors.common.peer import Peer
from connectors.common.rate_budget import RateBudget
from connectors.common.rate_gate import RateGate
from connectors.common.stream import Stream
from connectors.common.transport import LOCATION, build_clients
from console.kernel.backoff import Backoff
from console.kernel.clock import Clock, SystemClock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

if TYPE_CHECKING:
    import httpx

__all__ = ["Answer", "Authorize", "HttpClient", "Request", "Stream"]

Authorize = Callable[[bool], Awaitable[Mapping[str, str]]]
"""Returns the credentials' headers; called with true after a 401, to get new ones."""

Shape = TypeVar("Shape")

_PASSING = frozenset({429, 502, 503, 504})
_AS_IT_IS = frozenset({307, 308})
"""What asks for the same request elsewhere: nothing was done (GitHub, where a repository was renamed)."""
_MOST_REDIRECTS = 3
_MOST_WAIT_S = 10.0
_ERROR_BODY = 64 * 1024
_ERROR_S = 5.0


class HttpClient:
    """One server behind one policy; every failure is a ``ConnectorError``. Use it from the I/O loop only.

    Building does no I/O: connections, certificates and ``httpx`` itself are loaded with the first request.
    """

    def __init__(
        self, endpoint: Endpoint, peer: Peer, authorize: Authorize | None = None, clock: Clock | None = None
    ) -> None:
        self.endpoint = endpoint
        self.peer = peer
        self._authorize = authorize
        self._gate = RateGate(peer, clock or SystemClock())
        self._cache = AnswerCache()
        self._clients: tuple[httpx.AsyncClient, httpx.AsyncClient] | None = None

    @property
    def budget(self) -> RateBudget | None:
        """Return how many requests the server still allows, as its last answer told; ``None`` when it tells nothing."""
        return self._gate.budget

    async def get(self, path: str, params: Mapping[str, str | int | list[str]] | None = None, **more: Any) -> Answer:
        """Return the answer of a GET; ``more`` are fields of ``Request``."""
        return await self.send(Request("GET", path, params or {}, **more))

    async def post(self, path: str, **more: Any) -> Answer:
        """Return the answer of a POST; pass ``idempotent=True`` for one that only asks. ``more`` as in ``Request``."""
        return await self.send(Request("POST", path, **more))

    async def read(self, request: Request, shape: type[Shape]) -> Shape:
        """Return the JSON answer as ``shape`` (a msgspec type); raise ``ConnectorError`` (protocol) with the place."""
        from connectors.common.json_answer import decoded  # noqa: PLC0415 - msgspec, with the first answer

        return decoded(await self.send(request), shape, self.peer)

    async def send(self, request: Request) -> Answer:
        """Return the answer with a status below 400; try again with jitter what is idempotent and may pass.

        What the server marked with an ETag or a date is asked for with the condition that it has changed.
        """
        conditional, known = self._cache.conditional(request)
        return self._cache.settled(request, await self._try(conditional), known)

    async def _try(self, request: Request) -> Answer:
        backoff = Backoff(first_s=0.3, most_s=5.0)
        tries = (request.tries or self.endpoint.tries) if request.may_repeat else 1
        while True:
            tries -= 1
            try:
                async with asyncio.timeout(request.total_s or self.endpoint.total_s), self.open(request) as stream:
                    return Answer(stream.status, stream.headers, await stream.read())
            except TimeoutError as error:
                raise network_fault(error, self.peer) from None
            except ConnectorError as fault:
                wait_s = _wait_before_next(fault, backoff)
                if tries <= 0 or wait_s is None:
                    raise
            await asyncio.sleep(wait_s)

    @asynccontextmanager
    async def open(self, request: Request) -> AsyncIterator["Stream"]:
        """Open a streamed answer with a status below 400; once more after a 401, when credentials can be renewed."""
        await self._wait_for_budget(request)
        try:
            response = await self._follow(request, renew=False)
            if response.status_code == 401 and self._authorize is not None and request.may_repeat:
                await _end(response)
                response = await self._follow(request, renew=True)
            try:
                if response.status_code >= 400:
                    raise await self._refusal(request, response)
                yield Stream(response, self._bounded(request), self.peer)
            finally:
                await _end(response)
        except _http_errors() as error:
            raise network_fault(error, self.peer) from error

    def _bounded(self, request: Request) -> Endpoint:
        """Return the endpoint with the tighter limit that a request may set."""
        most = min(request.most_bytes or self.endpoint.most_bytes, self.endpoint.most_bytes)
        return replace(self.endpoint, most_bytes=most)

    async def _refusal(self, request: Request, response: "httpx.Response") -> HttpFault:
        body = b""
        with suppress(ConnectorError, *_http_errors()):  # the status has told already; the body only explains it
            async with asyncio.timeout(_ERROR_S):
                body = await Stream(response, self.endpoint, self.peer).head(_ERROR_BODY)
        fault = status_fault(response.status_code, response.headers, body, self.peer)
        if fault.kind is ErrorKind.THROTTLED and fault.retry_after_s is not None:
            self._gate.close(request.path, fault.retry_after_s)
        return fault

    async def _wait_for_budget(self, request: Request) -> None:
        """Wait a little while the server allows nothing; raise ``ConnectorError`` (throttled) when it takes longer."""
        most_s = min(_MOST_WAIT_S, (request.total_s or self.endpoint.total_s) / 2)
        wait_s = self._gate.wait_s(request.path, most_s)
        if wait_s > 0:
            await asyncio.sleep(wait_s + _jitter_s())

    async def _follow(self, request: Request, *, renew: bool) -> "httpx.Response":
        """Send, following redirects within the same origin only."""
        url = self._address(request)
        params: Mapping[str, Any] | None = request.params or None
        for _hop in range(_MOST_REDIRECTS + 1):
            response = await self._send_once(request, url, params, renew=renew)
            if LOCATION not in response.extensions:
                return response
            await _end(response)
            target = told_address(str(response.url), response.extensions[LOCATION], self.peer)
            may_follow = request.may_repeat or response.status_code in _AS_IT_IS
            if origin_of(target) != origin_of(url) or not may_follow:
                raise foreign_redirect(self.peer, origin_of(target), target if request.may_repeat else "")
            url, params = target, None
        raise wrong_body(self.peer, t("it redirects in a circle"))

    def _address(self, request: Request) -> str:
        try:
            own = origin_of(self.endpoint.url)
        except ValueError:
            raise unusable_address(self.peer) from None
        url = address_below(self.endpoint.url, request.path, self.peer)
        if origin_of(url) != own:
            raise foreign_redirect(self.peer, origin_of(url))
        if _climbs(request.path):
            raise climbing_path(self.peer)
        return url

    async def _send_once(
        self, request: Request, url: str, params: Mapping[str, Any] | None, *, renew: bool
    ) -> "httpx.Response":
        content, headers = _body_of(request)
        headers["traceparent"] = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
        if self._authorize is not None:
            headers.update(await self._authorize(renew))
        client = self._client_for(request)
        timeout: Any = None
        if request.read_s is not None:
            timeout = type(client.timeout)(**{**client.timeout.as_dict(), "read": request.read_s})
        try:
            built = client.build_request(
                request.method,
                url,
                params=params,
                headers=headers,
                content=content,
                data=request.form,
                timeout=timeout or client.timeout,
                extensions={"sni_hostname": self.endpoint.server_name} if self.endpoint.server_name else None,
            )
        except UnicodeError:  # a host whose ``xn--`` name is none
            raise unusable_address(self.peer) from None
        response = await client.send(built, stream=True)
        self._gate.note(request.path, response.headers)
        return response

    def _client_for(self, request: Request) -> "httpx.AsyncClient":
        if self._clients is None:
            self._clients = build_clients(self.endpoint, self.peer)
        usual, flowing = self._clients
        return flowing if request.flows else usual

    async def close(self) -> None:
        """Close all connections; a later request opens new ones."""
        clients, self._clients = self._clients, None
        for client in set(clients or ()):
            await client.aclose()


async def _end(response: "httpx.Response") -> None:
    """Close an answer, and let go of its stream: that holds the answer, which only the collector would free then."""
    from httpx import ByteStream  # noqa: PLC0415 - heavy

    try:
        await response.aclose()
    finally:
        response.stream = ByteStream(b"")


def _climbs(path: str) -> bool:
    """Return whether a part is ``.`` or ``..``: resolved, it would name another object, e.g. the whole repository."""
    return not {".", ".."}.isdisjoint(path.partition("?")[0].split("/"))


def _body_of(request: Request) -> tuple[bytes | None, dict[str, str]]:
    if request.json is None:
        return request.content, dict(request.headers)
    import msgspec  # noqa: PLC0415 - with the first body

    return msgspec.json.encode(request.json), {"content-type": "application/json", **request.headers}


def _http_errors() -> tuple[type[Exception], ...]:
    """Return what a request can raise; it runs only when something was raised, so httpx is loaded or not involved."""
    if "httpx" not in sys.modules:
        return (OSError,)
    import httpcore  # noqa: PLC0415
    import httpx  # noqa: PLC0415

    direct = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)  # of the direct transport
    return (OSError, httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, *direct)


def _jitter_s() -> float:
    return random.uniform(0, 0.25)  # noqa: S311 - jitter, not a secret


def _wait_before_next(fault: ConnectorError, backoff: Backoff) -> float | None:
    """Return seconds to wait before the next try, ``None`` when another try makes no sense now."""
    status = getattr(fault, "status", None)
    if status is not None and status not in _PASSING:
        return None
    if status is None and fault.kind is not ErrorKind.UNREACHABLE:
        return None
    wait_s = backoff.next_s()
    if fault.retry_after_s is None:
        return wait_s
    if fault.retry_after_s > _MOST_WAIT_S:
        return None
    return fault.retry_after_s + _jitter_s()
