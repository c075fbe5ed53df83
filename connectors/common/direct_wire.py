"""One TCP or TLS connection, read in large pieces."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Sequence

from aiohappyeyeballs import start_connection

SocketOptions = Sequence[tuple[int, int, int]]
_BUFFER = 256 * 1024
_PIECE = 64 * 1024  # what is handed on at once: its lines are decoded in one go, which holds the interpreter
_NEXT_ADDRESS_S = 0.25  # RFC 8305: how long one address is waited for before the next one is tried beside it


class DirectWire:
    """A connection by asyncio's own streams: a hundred records of TLS cost one turn of the loop, not one each.

    Failures are those of the operating system and of ``ssl``; a read that takes too long is a ``TimeoutError``.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(
        cls, host: str, port: int, tls: ssl.SSLContext | None, name: str, options: SocketOptions
    ) -> "DirectWire":
        """Connect to the first address that answers; ``name`` is what the certificate must be for."""
        connected = await _connected(host, port, options)
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=_BUFFER, loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        if tls is None:
            plain, _ = await loop.create_connection(lambda: protocol, sock=connected)
            return cls(reader, asyncio.StreamWriter(plain, protocol, reader, loop))
        secured = await _secured(connected, protocol, tls, name)
        protocol.connection_made(secured)
        return cls(reader, asyncio.StreamWriter(secured, protocol, reader, loop))

    @property
    def is_idle(self) -> bool:
        """Return whether it can carry another request, unless the other side ``has_spoken``: it has not gone."""
        return not (self._reader.at_eof() or self._reader.exception() or self._writer.is_closing())

    async def has_spoken(self) -> bool:
        """Return whether something arrived that nobody asked for (a proxy's 408 before it closes); it is lost then.

        It would be taken for the answer to the next request.
        """
        try:
            async with asyncio.timeout(0):
                await self._reader.read(1)
        except TimeoutError:
            return False
        except OSError:
            pass  # it has gone
        return True

    async def read(self, limit_s: float | None) -> bytes:
        """Return what has arrived, waiting for the first of it; nothing when the other side is through."""
        async with asyncio.timeout(limit_s):
            return await self._reader.read(_PIECE)

    async def write(self, content: bytes, limit_s: float | None) -> None:
        """Send all of it."""
        self._writer.write(content)
        async with asyncio.timeout(limit_s):
            await self._writer.drain()

    async def close(self) -> None:
        """Let go of it, whatever is still on its way."""
        self._writer.transport.abort()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


async def _connected(host: str, port: int, options: SocketOptions) -> socket.socket:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    connected = await start_connection(found, happy_eyeballs_delay=_NEXT_ADDRESS_S)
    try:
        for level, option, value in options:
            connected.setsockopt(level, option, value)
    except OSError:
        connected.close()
        raise
    return connected


async def _secured(
    connected: socket.socket, protocol: asyncio.Protocol, tls: ssl.SSLContext, name: str
) -> asyncio.WriteTransport:
    """Shake hands on a connection that asyncio owns already.

    In one call, asyncio forgets a connection that is given up before the handshake has begun. And whoever closes the
    socket itself from then on frees a descriptor that the loop still watches.
    """
    loop = asyncio.get_running_loop()
    plain, _ = await loop.create_connection(asyncio.Protocol, sock=connected)
    if plain.is_closing():
        raise ConnectionResetError("the server closed the connection before the handshake")
    secured = await loop.start_tls(plain, protocol, tls, server_hostname=name)
    if secured is None:
        raise ConnectionResetError("the server closed the connection during the handshake")
    return secured
