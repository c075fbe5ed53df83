"""A port forward: a loopback listener whose connections go through the API server to a pod, by WebSocket."""

import asyncio
import contextlib
import os
from typing import TYPE_CHECKING, Any

from connectors.common.fault import network_fault, status_fault
from connectors.common.own_socket import own_socket_session
from connectors.common.transport import proxy_of
from connectors.kubernetes.forward_target import ForwardTarget, PodPort
from connectors.kubernetes.session import ClusterSession
from console.kernel.backoff import Backoff
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    import aiohttp

CHECK_S = 3.0
_WAIT_S = 15.0
_CHUNK = 64 * 1024
_DATA, _ERROR = 0, 1
_HALF_CLOSE = "v5.channel.k8s.io"  # knows how to say that one side has written everything
_PROTOCOLS = (_HALF_CLOSE, "v4.channel.k8s.io")
_CLOSE = 255
_LINGER_S = 10.0


class Forward:
    """Implements ``console.ports.cluster.PortForward``; each local connection is one WebSocket of its own.

    The target is looked at every few seconds; while no pod is ready the listener stays and new connections wait.
    """

    def __init__(self, session: ClusterSession, target: ForwardTarget) -> None:
        self._session = session
        self._target = target
        self._server: asyncio.Server | None = None
        self._http: aiohttp.ClientSession | None = None
        self._http_of: object = None
        self._pod: PodPort | None = None
        self._found = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None
        self._links: set[asyncio.Task[None]] = set()
        self._look_now = asyncio.Event()
        self._error = ""
        self._closed = False

    @property
    def local_port(self) -> int:
        """Return the port on 127.0.0.1."""
        return int(self._server.sockets[0].getsockname()[1]) if self._server and self._server.sockets else 0

    @property
    def state(self) -> str:
        """Return ``open``, ``reconnecting`` or ``closed``."""
        if self._closed:
            return "closed"
        return "open" if self._pod is not None else "reconnecting"

    @property
    def error(self) -> str:
        """Return why it is reconnecting, in one sentence; empty when open."""
        return self._error

    async def start(self, local_port: int) -> None:
        """Find the pod and listen; raise ``ConnectorError`` or ``UserError`` when that is not possible now."""
        self._pod = await self._target.resolve()
        self._found.set()
        try:
            self._server = await asyncio.start_server(self._accept, "127.0.0.1", local_port)
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else "busy"  # asyncio writes a sentence of its own around it
            raise UserError(
                t("Port {port} on this computer cannot be used: {why}.", port=local_port, why=why),
                t("Choose another local port, or 0 for any free one."),
            ) from None
        self._watcher = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        """Look at the target now and then, and at once when a connection to it broke."""
        backoff = Backoff(first_s=0.3, most_s=5.0)
        while True:
            wait_s = CHECK_S if self._pod is not None else backoff.next_s()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._look_now.wait()
            self._look_now.clear()
            try:
                self._pod = await self._target.resolve()
                self._error = ""
                self._found.set()
                backoff.reset()
            except ConnectorError as fault:
                self._lost(fault)

    def _lost(self, fault: ConnectorError) -> None:
        self._pod = None
        self._error = fault.message
        self._found.clear()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._links.add(task)
        try:
            async with asyncio.timeout(_WAIT_S):
                await self._found.wait()
                assert self._pod is not None
                socket = await self._connect(self._pod)
            await self._pump(socket, reader, writer)
        except TimeoutError:
            self._error = self._error or t("The forward was not ready in time.")
        except ConnectorError as fault:
            self._lost(fault)
            self._look_now.set()
        except (ConnectionError, asyncio.IncompleteReadError):
            self._look_now.set()
        finally:
            self._links.discard(task)
            writer.close()

    async def _connect(self, pod: PodPort) -> "aiohttp.ClientWebSocketResponse":
        import aiohttp  # noqa: PLC0415 - 0.3 CPU seconds, only for forwards

        client = await self._session.client()
        if self._http is None or self._http_of is not client:
            if self._http is not None:
                await self._http.close()
            self._http, self._http_of = own_socket_session(client.peer), client
        headers = await self._session.headers()
        endpoint = client.endpoint
        options: dict[str, Any] = {"proxy": proxy_of(endpoint) or None}
        if endpoint.url.startswith("https"):
            options["ssl"] = await self._session.tls()
            options["server_hostname"] = endpoint.server_name or None
        try:
            socket: aiohttp.ClientWebSocketResponse = await self._http.ws_connect(
                f"{endpoint.url}{self._target.path(pod)}",
                headers=headers,
                protocols=_PROTOCOLS,
                max_msg_size=8 * 1024 * 1024,
                heartbeat=30.0,
                **options,
            )
            return socket
        except aiohttp.WSServerHandshakeError as error:
            raise status_fault(error.status, {}, b"", client.peer) from None
        except (aiohttp.ClientError, OSError) as error:
            raise network_fault(error, client.peer) from error

    async def _pump(
        self, socket: "aiohttp.ClientWebSocketResponse", reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Carry bytes both ways until one side ends."""
        async with socket:
            up = asyncio.create_task(_upwards(reader, socket))
            try:
                await self._downwards(socket, writer)
            finally:
                up.cancel()
                await asyncio.gather(up, return_exceptions=True)

    async def _downwards(self, socket: "aiohttp.ClientWebSocketResponse", writer: asyncio.StreamWriter) -> None:
        """Carry what the pod sends; each channel begins with two bytes that repeat the port."""
        begun: set[int] = set()
        async for message in socket:
            frame = message.data
            if not isinstance(frame, bytes) or not frame:
                continue
            channel, body = frame[0], frame[1:]
            if channel not in begun:
                begun.add(channel)
                body = body[2:]
            if channel == _DATA and body:
                writer.write(body)
                await writer.drain()
            elif channel == _ERROR and body:
                words = scrub(" ".join(body.decode("utf-8", "replace").split()))[:300]
                raise ConnectorError(
                    ErrorKind.UNREACHABLE,
                    t("The pod refused the forwarded connection: {words}.", words=words.rstrip(".")),
                    t("Check that something listens on this port in the pod."),
                )

    async def close(self) -> None:
        """Stop listening and end all connections."""
        self._closed = True
        self._error = ""
        if self._server is not None:
            self._server.close()
        tasks = [*self._links, *([self._watcher] if self._watcher else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()


async def _upwards(reader: asyncio.StreamReader, socket: "aiohttp.ClientWebSocketResponse") -> None:
    while piece := await reader.read(_CHUNK):
        await socket.send_bytes(bytes((_DATA,)) + piece)
    if socket.protocol == _HALF_CLOSE:
        await socket.send_bytes(bytes((_CLOSE, _DATA)))
    await asyncio.sleep(_LINGER_S)  # the pod may still be answering a client that has only finished writing
    await socket.close()


async def open_forward(session: ClusterSession, namespace: str, target: str, port: int, local_port: int) -> Forward:
    """Return an open forward; raise ``ConnectorError`` or ``UserError``."""
    forward = Forward(session, ForwardTarget(session, namespace, target, port))
    await forward.start(local_port)
    return forward
