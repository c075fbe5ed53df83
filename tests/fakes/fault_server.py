"""An HTTP server that misbehaves on purpose, on the runtime's own loop."""

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from console.kernel.runtime import Runtime


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def response(status: int, body: bytes, *headers: str, kind: str = "application/json") -> bytes:
    """Return a whole HTTP response."""
    lines = [f"HTTP/1.1 {status} X", f"content-type: {kind}", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def answering(status: int, body: object = b"", *headers: str, kind: str = "application/json") -> Behaviour:
    """Answer every request the same way; anything but bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def answer(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(response(status, content, *headers, kind=kind))

    return answer


class FaultServer:
    """Serves ``behaviour``, which a test may exchange at any time; ``asked`` collects the requests."""

    def __init__(self, runtime: Runtime, behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self._runtime = runtime
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.behaviour = behaviour
        self.asked: list[Asked] = []
        self.port = 0

    @property
    def url(self) -> str:
        """The address, without a trailing slash."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> "FaultServer":
        self._runtime.run(self._start(), 10)
        return self

    def __exit__(self, *_failure: object) -> None:
        self._runtime.run(self._stop(), 10)

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while asked := await _read(reader):
                self.asked.append(asked)
                await self.behaviour(asked, writer)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    line = (await reader.readline()).decode().split()
    if len(line) != 3:
        return None
    headers = {}
    while (field := (await reader.readline()).decode().strip()) != "":
        name, _, value = field.partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(line[0], line[1], headers, body)
