"""An HTTP server that writes exactly the bytes a test wants, good or bad."""

import asyncio
import contextlib
import json
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class RawRequest:
    """What a client asked."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""
    lines: tuple[tuple[str, str], ...] = ()  # the headers as they came: a name may be there several times

    @property
    def is_watch(self) -> bool:
        return self.query.get("watch") == "true"


@dataclass
class RawServer:
    """Calls ``script(request, writer)`` for each request on loopback; ``requests`` keeps what was asked."""

    script: Callable[[RawRequest, asyncio.StreamWriter], Awaitable[None]]
    tls: ssl.SSLContext | None = None
    requests: list[RawRequest] = field(default_factory=list)
    port: int = 0
    host: str = "127.0.0.1"

    async def __aenter__(self) -> "RawServer":
        await self.listen()
        return self

    async def listen(self) -> None:
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._serve, self.host, self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        try:
            while (request := await _read(reader)) is not None:
                self.requests.append(request)
                await self.script(request, writer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            self._writers.discard(writer)
            writer.close()

    async def stop(self) -> None:
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def __aexit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):
            await self.stop()


async def _read(reader: asyncio.StreamReader) -> RawRequest | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *rest = head.decode("latin-1").strip().split("\r\n")
    method, target, _version = first.split(" ")
    lines = tuple((name.strip().lower(), text.strip()) for name, _, text in (line.partition(":") for line in rest))
    headers = dict(lines)
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    query = {name: texts[-1] for name, texts in parse_qs(parts.query, keep_blank_values=True).items()}
    return RawRequest(method, parts.path, query, headers, body, lines)


def answer(body: Any = b"", status: int = 200, **headers: str) -> bytes:
    """Return a whole HTTP answer; anything but bytes is written as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {"content-type": "application/json", "content-length": str(len(raw))}
    fields |= {name.replace("_", "-"): text for name, text in headers.items()}
    head = "".join(f"{name}: {text}\r\n" for name, text in fields.items())
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + raw


def chunk(*lines: Any) -> bytes:
    """Return one HTTP chunk with the lines (bytes as they are, anything else as JSON with a line end)."""
    raw = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    return f"{len(raw):x}\r\n".encode() + raw + b"\r\n"


CHUNKED = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"


def status(code: int, reason: str, message: str) -> dict[str, Any]:
    """Return a Kubernetes Status."""
    return {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "reason": reason,
        "message": message,
        "code": code,
    }
