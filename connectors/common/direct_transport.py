"""A transport for bodies that flow for minutes in small pieces: a connection of its own, chunks taken apart in bulk.

httpx's own spends 60 µs on every chunk, which at 5,000 watch events a second is a third of a core and of the
interpreter's time. Connecting, TLS and the response's head are left to httpcore and h11, the parts httpx is made of.
"""

import ssl
from collections.abc import AsyncIterator, Sequence
from typing import Any

import h11
import httpcore
import httpx

from connectors.common.chunk_decoder import ChunkDecoder, WrongChunk

_PIECE = 64 * 1024
_MOST_HEAD = 256 * 1024
_SocketOptions = Sequence[tuple[int, int, int]]


class DirectTransport(httpx.AsyncBaseTransport):
    """Sends each request over a new connection, without a proxy, and closes it with the response."""

    def __init__(self, tls: ssl.SSLContext | None, socket_options: _SocketOptions) -> None:
        self._tls = tls
        self._options = socket_options
        self._network = httpcore.AnyIOBackend()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the response as soon as its head has arrived."""
        limits = request.extensions.get("timeout", {})
        wire = await self._connect(request, limits.get("connect"))
        try:
            protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MOST_HEAD)
            await wire.write(await _encoded(protocol, request), limits.get("write"))
            head = await _head(protocol, wire, limits.get("read"))
        except BaseException:
            await wire.aclose()
            raise
        body = _Body(protocol, wire, limits.get("read"), chunked=_is_chunked(head))
        return httpx.Response(head.status_code, headers=list(head.headers.raw_items()), stream=body)

    async def _connect(self, request: httpx.Request, limit_s: float | None) -> httpcore.AsyncNetworkStream:
        secure = request.url.scheme == "https"
        port = request.url.port or (443 if secure else 80)
        wire = await self._network.connect_tcp(
            request.url.host, port, timeout=limit_s, socket_options=list(self._options)
        )
        if not secure:
            return wire
        name = request.extensions.get("sni_hostname") or request.url.host
        try:
            tls = self._tls or ssl.create_default_context()
            return await wire.start_tls(tls, server_hostname=name, timeout=limit_s)
        except BaseException:
            await wire.aclose()
            raise


async def _encoded(protocol: h11.Connection, request: httpx.Request) -> bytes:
    """Return the request as bytes; it asks the server to close, because nothing else will use the connection."""
    headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"connection"]
    try:
        begin = protocol.send(
            h11.Request(
                method=request.method, target=request.url.raw_path, headers=[*headers, (b"connection", b"close")]
            )
        )
        content = await request.aread()
        middle = protocol.send(h11.Data(data=content)) if content else b""
        return (begin or b"") + (middle or b"") + (protocol.send(h11.EndOfMessage()) or b"")
    except h11.LocalProtocolError as error:
        raise httpcore.LocalProtocolError(error) from error


async def _head(protocol: h11.Connection, wire: httpcore.AsyncNetworkStream, read_s: float | None) -> h11.Response:
    while True:
        event = await _event(protocol, wire, read_s)
        if isinstance(event, h11.Response):
            return event
        if not isinstance(event, h11.InformationalResponse):
            raise httpcore.RemoteProtocolError("the server closed the connection without an answer")


async def _event(protocol: h11.Connection, wire: httpcore.AsyncNetworkStream, read_s: float | None) -> Any:
    try:
        while (event := protocol.next_event()) is h11.NEED_DATA:
            protocol.receive_data(await wire.read(_PIECE, read_s))
    except h11.RemoteProtocolError as error:
        raise httpcore.RemoteProtocolError(error) from error
    return event


def _is_chunked(head: h11.Response) -> bool:
    coding = next((value for name, value in head.headers if name == b"transfer-encoding"), b"")
    return bool(coding.strip().lower() == b"chunked")


class _Body(httpx.AsyncByteStream):
    def __init__(
        self, protocol: h11.Connection, wire: httpcore.AsyncNetworkStream, read_s: float | None, *, chunked: bool
    ) -> None:
        self._protocol = protocol
        self._wire = wire
        self._read_s = read_s
        self._chunked = chunked

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = self._chunks() if self._chunked else self._plain()
        async for piece in pieces:
            yield piece

    async def _chunks(self) -> AsyncIterator[bytes]:
        decoder = ChunkDecoder()
        received, closed = self._protocol.trailing_data
        while True:
            try:
                content = decoder.feed(received)
            except WrongChunk as error:
                raise httpcore.RemoteProtocolError(error) from error
            if content:
                yield content
            if decoder.ended:
                return
            received = b"" if closed else await self._wire.read(_PIECE, self._read_s)
            if not received:
                raise httpcore.RemoteProtocolError("the body was cut off in the middle of its chunks")

    async def _plain(self) -> AsyncIterator[bytes]:
        while isinstance(event := await _event(self._protocol, self._wire, self._read_s), h11.Data):
            yield bytes(event.data)

    async def aclose(self) -> None:
        await self._wire.aclose()
