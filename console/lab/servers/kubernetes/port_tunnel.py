"""Forwarding the connections of kubectl: SPDY streams inside a WebSocket, two per connection."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from console.lab.servers.kubernetes.spdy_frame import FIN, Frame, FrameReader, FrameType, FrameWriter, SpdyError

TUNNEL_PROTOCOL = "SPDY/3.1+portforward.k8s.io"
Address = tuple[str, int]
AddressOf = Callable[[int], Address | None]
_SYN_HEAD = 10
_CHUNK = 32_768


@dataclass(slots=True)
class _Connection:
    """One forwarded connection: its error and data streams, and the socket once it is open."""

    port: int
    error: int = 0
    data: int = 0
    inbox: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)


class PortTunnel:
    """Serves one WebSocket of kubectl's port-forward."""

    def __init__(self, socket: web.WebSocketResponse, address_of: AddressOf, pod: str) -> None:
        self._socket = socket
        self._address_of = address_of
        self._pod = pod
        self._reader = FrameReader()
        self._writer = FrameWriter()
        self._requests: dict[str, _Connection] = {}
        self._streams: dict[int, _Connection] = {}

    async def run(self) -> None:
        """Serve until the client ends the WebSocket or breaks the protocol."""
        async with asyncio.TaskGroup() as tasks:
            connections: list[asyncio.Task[None]] = []
            async for message in self._socket:
                if message.type is not WSMsgType.BINARY:
                    continue
                try:
                    frames = self._reader.feed(message.data)
                    for frame in frames:
                        opened = await self._take(frame)
                        if opened is not None:
                            connections.append(tasks.create_task(self._forward(opened)))
                except SpdyError:
                    break
            for task in connections:
                task.cancel()

    async def _take(self, frame: Frame) -> _Connection | None:
        if frame.type is None:
            connection = self._streams.get(frame.stream)
            if connection is not None and connection.data == frame.stream:
                if frame.body:
                    connection.inbox.put_nowait(frame.body)
                if frame.flags & FIN:
                    connection.inbox.put_nowait(None)
        elif frame.type == FrameType.PING:
            await self._send(self._writer.ping(frame.body))
        elif frame.type == FrameType.RST_STREAM:
            ended = self._streams.pop(frame.stream, None)
            if ended is not None:
                ended.inbox.put_nowait(None)
        elif frame.type == FrameType.SYN_STREAM:
            return await self._open(frame)
        return None

    async def _open(self, frame: Frame) -> _Connection | None:
        headers = {name.lower(): value for name, value in self._reader.headers(frame.body[_SYN_HEAD:]).items()}
        port, request = headers.get("port", ""), headers.get("requestid", "")
        if not port.isdigit():
            raise SpdyError("a stream without a port")
        connection = self._requests.setdefault(request, _Connection(int(port)))
        self._streams[frame.stream] = connection
        await self._send(self._writer.reply(frame.stream))
        if headers.get("streamtype") == "error":
            connection.error = frame.stream
            return None
        connection.data = frame.stream
        return self._requests.pop(request)

    async def _forward(self, connection: _Connection) -> None:
        address = self._address_of(connection.port)
        try:
            if address is None:
                raise ConnectionRefusedError("connection refused")
            reader, writer = await asyncio.open_connection(*address)
        except OSError as error:
            told = f"an error occurred forwarding {connection.port} to pod {self._pod}: {error}"
            await self._send(self._writer.data(connection.error, told.encode(), last=True))
            await self._send(self._writer.data(connection.data, b"", last=True))
            return
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_drain_inbox(connection.inbox, writer))
                while body := await reader.read(_CHUNK):
                    await self._send(self._writer.data(connection.data, body))
                connection.inbox.put_nowait(None)
        except* OSError:
            pass  # the pod's side broke the connection; ending both streams tells the client
        finally:
            writer.close()
        await self._send(self._writer.data(connection.data, b"", last=True))
        await self._send(self._writer.data(connection.error, b"", last=True))

    async def _send(self, body: bytes) -> None:
        if not self._socket.closed:
            await self._socket.send_bytes(body)


async def _drain_inbox(inbox: "asyncio.Queue[bytes | None]", writer: asyncio.StreamWriter) -> None:
    while (body := await inbox.get()) is not None:
        writer.write(body)
        await writer.drain()
    if writer.can_write_eof() and not writer.is_closing():
        writer.write_eof()
