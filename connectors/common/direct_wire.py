"""One TCP or TLS connection, read in large pieces."""

import asyncio
import contextlib
import socket
import ssl
from asyncio.staggered import staggered_race
from collections.abc import Sequence
from functools import partial
from typing import Any

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
        connected = await _connect(host, port)
        try:
            for level, option, value in options:
                connected.setsockopt(level, option, value)
            reader, writer = await asyncio.open_connection(
                sock=connected, ssl=tls, server_hostname=name if tls is not None else None, limit=_BUFFER
            )
        except BaseException:
            connected.close()
            raise
        return cls(reader, writer)

    @property
    def is_idle(self) -> bool:
        """Return whether it can carry another request: the other side has neither spoken nor gone."""
        return not (self._reader.at_eof() or self._reader.exception() or self._writer.is_closing())

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


async def _connect(host: str, port: int) -> socket.socket:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    winner, _, faults = await staggered_race([partial(_attempt, info) for info in found], _NEXT_ADDRESS_S)
    if winner is None:
        raise next((fault for fault in faults if fault is not None), OSError(f"{host} has no address"))
    connected: socket.socket = winner
    return connected


async def _attempt(info: Any) -> socket.socket:
    family, kind, protocol, _, address = info
    made = socket.socket(family, kind, protocol)
    try:
        made.setblocking(False)
        await asyncio.get_running_loop().sock_connect(made, address)
    except BaseException:
        made.close()
        raise
    return made
