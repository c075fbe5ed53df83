"""The HTTP policy of every connector: timeouts, verified TLS, proxies, limits, retries, redirects, tracing."""

import asyncio
import random
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from connectors.common.endpoint import Endpoint
from connectors.common.exchange import Answer, Request
from connectors.common.fault import foreign_redirect, network_fault, status_fault, wrong_body
from connectors.common.peer import Peer
from connectors.common.stream import Stream
from connectors.common.transport import build_clients
from console.kernel.backoff import Backoff
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

if TYPE_CHECKING:
    import httpx

__all__ = ["Answer", "Authorize", "HttpClient", "Request", "Stream"]

Authorize = Callable[[bool], Awaitable[Mapping[str, str]]]
"""Returns the credentials' headers; called with true after a 401, to get new ones."""

_PASSING = frozenset({429, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_MOST_WAIT_S = 10.0
_ERROR_BODY = 64 * 1024


class HttpClient:
    """One server behind one policy; every failure is a ``ConnectorError``. Use it from the I/O loop only.

    Building does no I/O: connections, certificates and ``httpx`` itself are loaded with the first request.
    """

    def __init__(self, endpoint: Endpoint, peer: Peer, authorize: Authorize | None = None) -> None:
        self.endpoint = endpoint
        self.peer = peer
        self._authorize = authorize
        self._clients: tuple[httpx.AsyncClient, httpx.AsyncClient] | None = None

    async def get(self, path: str, params: Mapping[str, str | int | list[str]] | None = None, **more: Any) -> Answer:
        """Return the answer of a GET; ``more`` are fields of ``Request``."""
        return await self.send(Request("GET", path, params or {}, **more))

    async def post(self, path: str, **more: Any) -> Answer:
        """Return the answer of a POST; pass ``idempotent=True`` for one that only asks. ``more`` as in ``Request``."""
        return await self.send(Request("POST", path, **more))

    async def send(self, request: Request) -> Answer:
        """Return the answer with a status below 400; try again with jitter what is idempotent and may pass."""
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
        try:
            response = await self._follow(request, renew=False)
            if response.status_code == 401 and self._authorize is not None and request.may_repeat:
                await response.aclose()
                response = await self._follow(request, renew=True)
            try:
                if response.status_code >= 400:
                    body = await Stream(response, self.endpoint, self.peer).head(_ERROR_BODY)
                    raise status_fault(response.status_code, response.headers, body, self.peer)
                yield Stream(response, self.endpoint, self.peer)
            finally:
                await response.aclose()
        except _http_errors() as error:
            raise network_fault(error, self.peer) from error

    async def _follow(self, request: Request, *, renew: bool) -> "httpx.Response":
        """Send, following redirects within the same origin only."""
        url = urljoin(self.endpoint.url.rstrip("/") + "/", request.path.lstrip("/"))
        params: Mapping[str, Any] | None = request.params or None
        for _hop in range(_MOST_REDIRECTS + 1):
            response = await self._send_once(request, url, params, renew=renew)
            if response.status_code not in _REDIRECTS or "location" not in response.headers:
                return response
            await response.aclose()
            target = urljoin(str(response.url), response.headers["location"])
            if _origin(target) != _origin(url) or not request.may_repeat:
                raise foreign_redirect(self.peer, _origin(target))
            url, params = target, None
        raise wrong_body(self.peer, t("it redirects in a circle"))

    async def _send_once(
        self, request: Request, url: str, params: Mapping[str, Any] | None, *, renew: bool
    ) -> "httpx.Response":
        headers = dict(request.headers)
        headers["traceparent"] = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
        if self._authorize is not None:
            headers.update(await self._authorize(renew))
        client = self._client_for(request)
        timeout: Any = None
        if request.read_s is not None:
            timeout = type(client.timeout)(**{**client.timeout.as_dict(), "read": request.read_s})
        built = client.build_request(
            request.method,
            url,
            params=params,
            headers=headers,
            content=request.content,
            data=request.form,
            timeout=timeout or client.timeout,
            extensions={"sni_hostname": self.endpoint.server_name} if self.endpoint.server_name else None,
        )
        return await client.send(built, stream=True)

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


def _http_errors() -> tuple[type[Exception], ...]:
    """Return what a request can raise; it runs only when something was raised, so httpx is loaded or not involved."""
    if "httpx" not in sys.modules:
        return (OSError,)
    import httpcore  # noqa: PLC0415
    import httpx  # noqa: PLC0415

    direct = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)  # of the direct transport
    return (OSError, httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, *direct)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return f"{parts.scheme}://{parts.hostname}:{port}"


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
    return fault.retry_after_s + random.uniform(0, 0.25)  # noqa: S311 - jitter, not a secret
