"""Compressed bodies stay within bounds, and no body hides what a status tells (quality bar, endurance)."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Awaitable, Callable

import pytest

from connectors.common import http
from connectors.common.endpoint import MIB, Endpoint
from connectors.common.exchange import Request
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.raw_server import RawRequest, RawServer, answer

Script = Callable[[RawRequest, asyncio.StreamWriter], Awaitable[None]]
BOMB = gzip.compress(bytes(48 << 20))
ODD_CODINGS = [
    ("Deflate", zlib.compress(b"{}")),
    ("deflate", zlib.compress(b"{}", wbits=-zlib.MAX_WBITS)),  # without a head, as some servers send it
    ("x-gzip", gzip.compress(b"{}")),
    ("aws-chunked, gzip", gzip.compress(b"{}")),
    ("aws-chunked", b"{}"),
    ("identity", b"{}"),
    ("UTF-8", b"{}"),
]


def packed(body: bytes, coding: str, code: int = 200) -> Script:
    async def script(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(body, code, content_encoding=coding))

    return script


async def asked(script: Script, ask: Callable[[HttpClient], Awaitable[bytes]]) -> bytes:
    async with RawServer(script) as server:
        client = HttpClient(Endpoint(server.url, most_bytes=MIB, tries=1), Peer("Cloudflare shop", server.url))
        try:
            return await ask(client)
        finally:
            await client.close()


async def whole(client: HttpClient) -> bytes:
    return (await client.get("/x")).body


async def first_piece(client: HttpClient) -> bytes:
    async with client.open(Request("GET", "/x", flows=True)) as stream:
        return await anext(aiter(stream.pieces()))


def fault_of(runtime: Runtime, script: Script) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        runtime.run(asked(script, whole), 20)
    return caught.value


@pytest.mark.parametrize(("coding", "body"), ODD_CODINGS, ids=[one[0] for one in ODD_CODINGS])
def test_a_body_is_unpacked_by_what_its_header_names(runtime: Runtime, coding: str, body: bytes) -> None:
    assert runtime.run(asked(packed(body, coding), whole), 20) == b"{}"


def test_a_bomb_within_a_bomb_is_refused_before_it_is_unpacked(runtime: Runtime) -> None:
    twice = gzip.compress(BOMB)
    assert len(twice) < 1000
    tracemalloc.start()
    try:
        fault = fault_of(runtime, packed(twice, "gzip, gzip"))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert fault.kind is ErrorKind.PROTOCOL
    assert "it is compressed several times over" in fault.message
    assert most < 24 << 20


@pytest.mark.parametrize(("coding", "bomb"), [("gzip", BOMB), ("deflate", zlib.compress(bytes(48 << 20)))])
def test_a_body_that_flows_is_unpacked_in_small_pieces(runtime: Runtime, coding: str, bomb: bytes) -> None:
    assert len(runtime.run(asked(packed(bomb, coding), first_piece), 20)) <= 256 * 1024


@pytest.mark.parametrize("size", [0, 1, 5, 100, 257])
@pytest.mark.parametrize("head", [zlib.MAX_WBITS, 16 + zlib.MAX_WBITS, -zlib.MAX_WBITS])
def test_a_body_is_whole_however_much_fits_into_its_last_piece(runtime: Runtime, head: int, size: int) -> None:
    content = bytes((256 << 10) + size)
    script = packed(zlib.compress(content, wbits=head), "gzip" if head > zlib.MAX_WBITS else "deflate")
    assert runtime.run(asked(script, whole), 20) == content


def test_what_follows_the_end_of_a_compressed_body_is_dropped(runtime: Runtime) -> None:
    body = gzip.compress(b"{}") + bytes(512 << 10)
    assert runtime.run(asked(packed(body, "gzip"), whole), 20) == b"{}"


REFUSALS = [(401, ErrorKind.AUTH), (403, ErrorKind.FORBIDDEN), (404, ErrorKind.NOT_FOUND), (500, ErrorKind.UNREACHABLE)]


@pytest.mark.parametrize(("code", "kind"), REFUSALS)
def test_a_refusal_is_told_by_its_status_when_its_body_is_damaged(runtime: Runtime, code: int, kind: ErrorKind) -> None:
    assert fault_of(runtime, packed(b"plain words", "gzip", code)).kind is kind
    assert fault_of(runtime, packed(gzip.compress(BOMB), "gzip, gzip", code)).kind is kind


@pytest.mark.parametrize("ends", ["silent", "cut off"])
@pytest.mark.parametrize(("code", "kind"), REFUSALS)
def test_a_refusal_is_told_by_its_status_when_its_body_does_not_come(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, code: int, kind: ErrorKind, ends: str
) -> None:
    monkeypatch.setattr(http, "_ERROR_S", 0.1)

    async def script(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"x" * 100, code)[:-50])
        await writer.drain()
        if ends == "cut off":
            writer.close()
        else:
            await asyncio.Event().wait()

    assert fault_of(runtime, script).kind is kind
