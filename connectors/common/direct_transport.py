"""A transport for bodies that are large or flow for minutes: read in large pieces, chunks taken apart in bulk.

httpx's own spends 60 µs on every chunk and 100 µs on every record of TLS: at 5,000 watch events a second a third of a
core, and for a list of 10,000 pods more than decoding it. The heads of requests and answers are left to h11.
"""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import h11
import httpcore
import httpx

from connectors.common.chunk_decoder import ChunkDecoder, WrongChunk
from connectors.common.direct_wire import DirectWire, SocketOptions

_MOST_HEAD = 256 * 1024
_MOST_IDLE = 8
_MOST_INTERIM = 32  # "I am working on it" (100 to 103), once or twice before an answer
_WITHOUT_BODY = frozenset({204, 304})
_IDLE_S = 20.0
_Place = tuple[bool, str, int, str]


class DirectTransport(httpx.AsyncBaseTransport):
    """Sends requests without a proxy; a connection whose answer was read to its end carries the next one."""

    def __init__(self, tls: ssl.SSLContext | None, socket_options: SocketOptions) -> None:
        self._tls = tls
        self._options = socket_options
        self._idle: list[tuple[_Place, DirectWire, float]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the response as soon as its head has arrived."""
        limits = request.extensions.get("timeout", {})
        place = _place_of(request)
        kept = await self._take(place)
        if kept is not None:
            try:
                return await self._exchange(kept, place, request, limits)
            except (OSError, httpcore.RemoteProtocolError):
                if request.method not in ("GET", "HEAD"):
                    raise  # it may have been carried out
        async with asyncio.timeout(limits.get("connect")):
            wire = await DirectWire.open(place[1], place[2], self._tls_of(place), place[3], self._options)
        return await self._exchange(wire, place, request, limits)

    def _tls_of(self, place: _Place) -> ssl.SSLContext | None:
        return (self._tls or ssl.create_default_context()) if place[0] else None

    async def _take(self, place: _Place) -> DirectWire | None:
        """Return a connection that is free, closing those that are too old or were closed by the server."""
        kept, self._idle = self._idle, []
        old: list[DirectWire] = []
        for one in kept:
            _, wire, since_s = one
            if wire.is_idle and time.monotonic() - since_s < _IDLE_S:
                self._idle.append(one)
            else:
                old.append(wire)
        for wire in old:
            await wire.close()
        while (found := self._popped(place)) is not None:
            try:
                if not await found.has_spoken():
                    return found
            except BaseException:  # whoever asks was cancelled
                await found.close()
                raise
            await found.close()
        return None

    def _popped(self, place: _Place) -> DirectWire | None:
        known = next((one for one in self._idle if one[0] == place), None)
        if known is None:
            return None
        self._idle.remove(known)
        return known[1]

    async def _exchange(
        self, wire: DirectWire, place: _Place, request: httpx.Request, limits: dict[str, Any]
    ) -> httpx.Response:
        read_s = limits.get("read")

        async def let_go(clean: bool) -> None:
            if clean and wire.is_idle and len(self._idle) < _MOST_IDLE:
                self._idle.append((place, wire, time.monotonic()))
            else:
                await wire.close()

        try:
            protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MOST_HEAD)
            await wire.write(await _encoded(protocol, request), limits.get("write"))
            head = await _head(protocol, wire, read_s)
        except BaseException:
            await wire.close()
            raise
        chunked = head.status_code not in _WITHOUT_BODY and _names(head, b"transfer-encoding", b"chunked")
        body = _Body(protocol, wire, read_s, let_go, chunked=chunked)
        body.reusable = head.http_version == b"1.1" and not _names(head, b"connection", b"close")
        return httpx.Response(head.status_code, headers=list(head.headers.raw_items()), stream=body)

    async def aclose(self) -> None:
        """Close the connections that carry nothing."""
        kept, self._idle = self._idle, []
        for _, wire, _ in kept:
            await wire.close()


def _place_of(request: httpx.Request) -> _Place:
    secure = request.url.scheme == "https"
    name = str(request.extensions.get("sni_hostname") or request.url.host)
    return secure, request.url.host, request.url.port or (443 if secure else 80), name


async def _encoded(protocol: h11.Connection, request: httpx.Request) -> bytes:
    """Return the request as bytes."""
    headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"connection"]
    try:
        begin = protocol.send(h11.Request(method=request.method, target=request.url.raw_path, headers=headers))
        content = await request.aread()
        middle = protocol.send(h11.Data(data=content)) if content else b""
        return (begin or b"") + (middle or b"") + (protocol.send(h11.EndOfMessage()) or b"")
    except h11.LocalProtocolError as error:
        raise httpcore.LocalProtocolError(error) from error


async def _head(protocol: h11.Connection, wire: DirectWire, read_s: float | None) -> h11.Response:
    for _ in range(_MOST_INTERIM):
        event = await _event(protocol, wire, read_s)
        if isinstance(event, h11.Response):
            return event
        if not isinstance(event, h11.InformationalResponse):
            raise httpcore.RemoteProtocolError("the server closed the connection without an answer")
    raise httpcore.RemoteProtocolError("the server promises an answer without end")


async def _event(protocol: h11.Connection, wire: DirectWire, read_s: float | None) -> Any:
    try:
        while (event := protocol.next_event()) is h11.NEED_DATA:
            protocol.receive_data(await wire.read(read_s))
    except h11.RemoteProtocolError as error:
        raise httpcore.RemoteProtocolError(error) from error
    return event


def _names(head: h11.Response, header: bytes, word: bytes) -> bool:
    return any(name == header and value.strip().lower() == word for name, value in head.headers)


class _Body(httpx.AsyncByteStream):
    """``let_go`` gets the connection back, and whether the answer was read to its very end."""

    def __init__(
        self,
        protocol: h11.Connection,
        wire: DirectWire,
        read_s: float | None,
        let_go: Callable[[bool], Awaitable[None]],
        *,
        chunked: bool,
    ) -> None:
        self._protocol = protocol
        self._wire = wire
        self._read_s = read_s
        self._let_go = let_go
        self._chunked = chunked
        self._ended = False
        self._closed = False
        self.reusable = False

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
                self._ended = decoder.is_clean
                return
            received = b"" if closed else await self._wire.read(self._read_s)
            if not received:
                raise httpcore.RemoteProtocolError("the body was cut off in the middle of its chunks")

    async def _plain(self) -> AsyncIterator[bytes]:
        while isinstance(event := await _event(self._protocol, self._wire, self._read_s), h11.Data):
            yield bytes(event.data)
        self._ended = not self._protocol.trailing_data[0]

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            await self._let_go(self._ended and self.reusable)
