"""Every way in which a remote can fail, and what the user must learn from it."""

import asyncio
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from console.kernel.errors import ErrorKind
from tests.fakes.fault_server import Asked, Behaviour, answering, response

MOST_BYTES = 2 * 1024 * 1024  # what the suite lets a client keep of one answer
_PIECE = b"10000\r\n" + b" " * 65536 + b"\r\n"
_PIECES = 4096  # 256 MiB: nobody reads this far


@dataclass(frozen=True)
class Fault:
    """``says``: words of the sentence, empty where connectors have better words of their own."""

    name: str
    kind: ErrorKind
    behaviour: Callable[[], Behaviour] = field(repr=False)
    says: str = ""
    retry_after_s: float | None = None


async def _reset(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(response(200, b"x" * 100)[:-50])
    await writer.drain()
    linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def _silence(_asked: Asked, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def _truncated(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(response(200, b'{"status":"success","data":{"resultType"' + b" " * 100)[:-50])
    writer.close()


async def _endless(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n")
    for _ in range(_PIECES):
        writer.write(_PIECE)
        await writer.drain()
    raise AssertionError("everything was read")


async def _echo(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Repeat the credentials in the words of a refusal, as gateways do."""
    words = f"denied: {asked.target} {asked.headers} {asked.body.decode('utf-8', 'replace')[:2000]}"
    writer.write(response(400, json.dumps({"message": words}).encode()))


def _status(code: int, *headers: str) -> Callable[[], Behaviour]:
    return lambda: answering(code, {"message": "no canary here"}, *headers)


_BROKEN = "broke the connection off"

FAULTS = (
    Fault("reset mid-body", ErrorKind.UNREACHABLE, lambda: _reset, _BROKEN),
    Fault("silence", ErrorKind.TIMEOUT, lambda: _silence, "did not answer in time"),
    Fault("401", ErrorKind.AUTH, _status(401), "does not accept the credentials"),
    Fault("403", ErrorKind.FORBIDDEN, _status(403), "forbids this"),
    Fault("400 that repeats the credentials", ErrorKind.PROTOCOL, lambda: _echo),
    Fault("404", ErrorKind.NOT_FOUND, _status(404)),
    Fault("409", ErrorKind.PROTOCOL, _status(409)),
    Fault("410", ErrorKind.PROTOCOL, _status(410)),
    Fault("429", ErrorKind.THROTTLED, _status(429, "retry-after: 0.05"), "asks to slow down", 0.05),
    Fault("500", ErrorKind.UNREACHABLE, _status(500), "internal fault"),
    Fault("502", ErrorKind.UNREACHABLE, _status(502), "internal fault"),
    Fault("503", ErrorKind.UNREACHABLE, _status(503), "internal fault"),
    Fault("truncated", ErrorKind.UNREACHABLE, lambda: _truncated, _BROKEN),
    Fault("wrong JSON", ErrorKind.PROTOCOL, lambda: answering(200, b'{"status":"success","data":')),
    Fault("wrong shape", ErrorKind.PROTOCOL, lambda: answering(200, b"42")),
    Fault("login page", ErrorKind.PROTOCOL, lambda: answering(200, b"<html>Log in", kind="text/html")),
    Fault("endless body", ErrorKind.PROTOCOL, lambda: _endless, "larger than"),
)
