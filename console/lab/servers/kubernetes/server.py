"""The lab's Kubernetes API server: a loopback HTTP server in front of an object store."""

import asyncio
import socket
import ssl
from collections.abc import Mapping

from aiohttp import web

from console.lab.servers.kubernetes.api_error import ApiError, unauthorized
from console.lab.servers.kubernetes.api_faults import ApiFaults
from console.lab.servers.kubernetes.api_router import ApiRouter
from console.lab.servers.kubernetes.garbage_collector import GarbageCollector
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.pod_backend import NO_BACKEND, PodBackend
from console.lab.servers.kubernetes.stored_object import encode_json
from console.lab.servers.kubernetes.user import User

MAX_BODY_BYTES = 3 * 1024 * 1024
_LOOPBACK = frozenset(("127.0.0.1", "localhost", "[::1]", "::1"))
_OPEN_PATHS = frozenset(("/livez", "/readyz", "/healthz", "/version"))
_SETTLE_S = 0.05
_LINGER_S = 1.0  # how long an answered client may go on sending its body
_ANONYMOUS = User("system:anonymous")


class KubernetesServer:
    """Serves a store on loopback to the users whose tokens it knows.

    `users` maps bearer tokens to users and may change while the server runs. `faults` is what scenarios turn.
    `backend` supplies logs, forwarded ports and measured usage. `bookmark_period_s` is in seconds of real time.
    `collect_garbage` off leaves deleted owners' dependents and ending namespaces alone, as without controllers.
    """

    def __init__(
        self,
        store: ObjectStore,
        users: Mapping[str, User],
        faults: ApiFaults | None = None,
        *,
        backend: PodBackend = NO_BACKEND,
        ssl_context: ssl.SSLContext | None = None,
        bookmark_period_s: float = 60.0,
        collect_garbage: bool = True,
    ) -> None:
        self.store = store
        self.faults = faults or ApiFaults()
        self._users = users
        self._ssl_context = ssl_context
        self._router = ApiRouter(store, backend, bookmark_period_s)
        self._garbage = GarbageCollector(store) if collect_garbage else None
        self._runner: web.AppRunner | None = None
        self._listener: socket.socket | None = None
        self._site: web.SockSite | None = None
        self._address = ("127.0.0.1", 0)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, and return the server's URL. Port 0 takes a free one.

        Raises:
            ValueError: the host is not a loopback address.
            OSError: the port is taken.
        """
        if host not in _LOOPBACK:
            raise ValueError(f"the lab listens on loopback only, not on {host!r}")
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0, lingering_time=_LINGER_S
        )
        await self._runner.setup()
        if self._garbage is not None:
            self._garbage.start()
        self._address = (host, port)
        await self.go_online()
        scheme = "https" if self._ssl_context else "http"
        return f"{scheme}://{self._address[0]}:{self._address[1]}"

    async def stop(self) -> None:
        """End all watches and connections and stop listening."""
        self.faults.heal()
        if self._garbage is not None:
            self._garbage.stop()
        await self.go_offline()
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None

    async def go_offline(self) -> None:
        """Refuse connections, as a server that is down; open watches end."""
        site, self._site = self._site, None
        if site is not None and self._listener is not None:
            await _accept_no_more(self._listener)
            await site.stop()
            self._listener = None
        self.store.close_watches()
        if self._runner is not None and self._runner.server is not None:
            self._runner.server.pre_shutdown()
            await self._runner.server.shutdown(0.1)

    async def go_online(self) -> None:
        """Listen again on the same port."""
        if self._site is not None or self._runner is None:
            return
        host = self._address[0].strip("[]")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, self._address[1]), family=family, backlog=128)
        self._address = (self._address[0], self._listener.getsockname()[1])
        self._site = web.SockSite(self._runner, self._listener, ssl_context=self._ssl_context)
        await self._site.start()

    def drop_watches(self) -> None:
        """End all open watches without a word, as a proxy that cuts long requests."""
        self.store.close_watches()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            await self._fail_on_purpose(request)
            user = self._authenticate(request)
            if self.faults.forbidden_namespaces:
                self._forbid(request, user)
            return await self._router.answer(request, user)
        except ApiError as error:
            return _failure(error)
        except web.HTTPRequestEntityTooLarge:
            message = f"Request entity too large: limit is {MAX_BODY_BYTES}"
            return _failure(ApiError(413, "RequestEntityTooLarge", message, details={}))
        except (ConnectionResetError, asyncio.IncompleteReadError):
            return web.Response()  # the client went away; nobody reads this

    async def _fail_on_purpose(self, request: web.Request) -> None:
        if self.faults.reset_connections and request.transport is not None:
            request.transport.abort()
            raise ConnectionResetError
        await self.faults.delay()
        fault = self.faults.next_answer()
        if fault is not None:
            raise _fault_error(fault.code, fault.retry_after_s)

    def _authenticate(self, request: web.Request) -> User:
        host = request.headers.get("Host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if name not in _LOOPBACK:
            raise ApiError(403, "Forbidden", f"forbidden: host {name!r} is not served by the lab", details={})
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token not in self.faults.expired_tokens:
            user = self._users.get(token.strip())
            if user is not None:
                return user
        elif not scheme and request.path in _OPEN_PATHS:
            return _ANONYMOUS
        raise unauthorized()

    def _forbid(self, request: web.Request, user: User) -> None:
        parts = request.path.split("/")
        if "namespaces" in parts:
            namespace = parts[parts.index("namespaces") + 1 :][:1]
            if namespace and namespace[0] in self.faults.forbidden_namespaces:
                raise self._router.forbidden_path(request, user)


async def _accept_no_more(listener: socket.socket) -> None:
    """Let connections just accepted get their protocol: asyncio forgets to close one whose listener closes before."""
    asyncio.get_running_loop().remove_reader(listener)
    await asyncio.sleep(_SETTLE_S)


def _fault_error(code: int, retry_after_s: int | None) -> ApiError:
    reasons = {
        401: ("Unauthorized", "Unauthorized"),
        403: ("Forbidden", "forbidden"),
        429: ("TooManyRequests", "The apiserver is handling too many requests, please try again later."),
        500: ("InternalError", "Internal error occurred: the lab was told to fail"),
        503: ("ServiceUnavailable", "the server is currently unable to handle the request"),
        504: ("Timeout", "the server was unable to return a response in the time allotted"),
    }
    reason, message = reasons.get(code, ("Unknown", "the lab was told to fail"))
    details = {"retryAfterSeconds": retry_after_s} if retry_after_s is not None else {}
    headers = {"Retry-After": str(retry_after_s)} if retry_after_s is not None else {}
    return ApiError(code, reason, message, details=details, headers=headers)


def _failure(error: ApiError) -> web.Response:
    body = encode_json(error.status) + b"\n"
    return web.Response(body=body, status=error.code, content_type="application/json", headers=error.headers)
