"""Large and flowing bodies: read in bulk, connections used again only when that is safe. Proves C5."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
import trustme

from connectors.common.direct_wire import DirectWire
from connectors.common.endpoint import Endpoint
from connectors.common.http import HttpClient, Request
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.raw_server import CHUNKED, RawRequest, RawServer, answer, chunk

LARGE = b"x" * 900_000
AUTHORITY = trustme.CA()
Script = Callable[[RawRequest, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    runtime = Runtime()
    runtime.run(_nothing(), 5)  # its thread begins here, not in the first test
    yield runtime
    runtime.close()


async def _nothing() -> None:
    pass


class Connections:
    """Counts connections and answers each request by its path."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.writers: list[asyncio.StreamWriter] = []
        self.drop_idle = False

    async def __call__(self, request: RawRequest, writer: asyncio.StreamWriter) -> None:
        if writer not in self.writers:
            self.writers.append(writer)
        elif self.drop_idle:
            writer.transport.abort()
            return
        writer.write(self.answers[request.path])


def play(
    runtime: Runtime, script: Script, scenario: Callable[[HttpClient], Awaitable[Any]], *, tls: bool = False
) -> Any:
    async def whole() -> Any:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if tls else None
        if context is not None:
            AUTHORITY.issue_cert("127.0.0.1").configure_cert(context)
        async with RawServer(script, context) as server:
            endpoint = Endpoint(server.url, ca_pem=AUTHORITY.cert_pem.bytes() if tls else b"", read_s=5.0)
            client = HttpClient(endpoint, Peer("Server", server.url))
            try:
                return await scenario(client)
            finally:
                await client.close()

    return runtime.run(whole(), 30)


async def body(client: HttpClient, path: str = "/a", **more: Any) -> bytes:
    return (await client.send(Request("GET", path, flows=True, **more))).body


WHOLE = CHUNKED + b"%x\r\n" % len(LARGE) + LARGE + b"\r\n0\r\n\r\n"
LENGTH = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(LARGE) + LARGE


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("reply", [WHOLE, LENGTH])
def test_answers_one_after_the_other_take_one_connection(runtime: Runtime, reply: bytes, tls: bool) -> None:
    server = Connections({"/a": reply})

    async def scenario(client: HttpClient) -> None:
        for _ in range(3):
            assert await body(client) == LARGE

    play(runtime, server, scenario, tls=tls)
    assert len(server.writers) == 1


@pytest.mark.parametrize(
    "reply",
    [
        WHOLE.replace(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nconnection: close\r\n", 1),
        LENGTH.replace(b"HTTP/1.1", b"HTTP/1.0", 1),
        WHOLE[:-2] + b"trailer: 1\r\n\r\n",
        WHOLE + b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil",
    ],
)
def test_a_connection_with_anything_left_on_it_is_not_used_again(runtime: Runtime, reply: bytes) -> None:
    """An answer that nobody asked for must never be taken for the next one."""
    server = Connections({"/a": reply})

    async def scenario(client: HttpClient) -> None:
        for _ in range(2):
            assert await body(client) == LARGE

    play(runtime, server, scenario)
    assert len(server.writers) == 2


def test_a_kept_connection_that_the_server_drops_costs_no_failure(runtime: Runtime) -> None:
    server = Connections({"/a": WHOLE})
    server.drop_idle = True

    async def scenario(client: HttpClient) -> None:
        for _ in range(3):
            assert await body(client, tries=1) == LARGE

    play(runtime, server, scenario)
    assert len(server.writers) == 3


def test_an_unchanged_answer_has_no_chunks_whatever_its_head_says(runtime: Runtime) -> None:
    async def script(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        unchanged = b"HTTP/1.1 304 Not Modified\r\ntransfer-encoding: chunked\r\n\r\n"
        writer.write(unchanged if "if-none-match" in request.headers else answer(b"a", etag='"1"'))

    async def scenario(client: HttpClient) -> None:
        for _ in range(3):
            assert (await client.get("/a", flows=True)).body == b"a"

    play(runtime, script, scenario)


def test_an_answer_that_is_promised_without_end_is_given_up(runtime: Runtime) -> None:
    async def script(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing():
            writer.write(b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n" * 100)
            await writer.drain()

    async def scenario(client: HttpClient) -> None:
        with pytest.raises(ConnectorError, match="broke the connection off") as caught:
            await client.get("/a", flows=True, tries=1)
        assert caught.value.kind is ErrorKind.UNREACHABLE

    play(runtime, script, scenario)


UNASKED = {
    "a proxy that closes": b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    "another answer": answer(b"of nobody"),
}


@pytest.mark.parametrize("unasked", UNASKED.values(), ids=UNASKED.keys())
def test_what_nobody_asked_for_is_not_the_answer_to_the_next_question(runtime: Runtime, unasked: bytes) -> None:
    script = Connections({"/a": answer(b"a"), "/b": answer(b"b")})

    async def scenario(client: HttpClient) -> None:
        assert (await client.get("/a", flows=True)).body == b"a"
        script.writers[0].write(unasked)
        kept: Any = client._clients[1]._transport  # type: ignore[index]
        arrived = kept._idle[0][1]._reader._wait_for_data("the test")
        await asyncio.wait_for(arrived, 10)
        assert (await client.get("/b", flows=True)).body == b"b"
        assert len(script.writers) == 2

    play(runtime, script, scenario)


def test_a_kept_connection_is_closed_when_who_takes_it_is_cancelled(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Connections({"/a": answer(b"a")})
    taken: list[DirectWire] = []
    begun = asyncio.Event()

    async def never(self: DirectWire) -> bool:
        taken.append(self)
        begun.set()
        await asyncio.Event().wait()
        return False

    async def scenario(client: HttpClient) -> None:
        await client.get("/a", flows=True)
        monkeypatch.setattr(DirectWire, "has_spoken", never)
        asking = asyncio.create_task(client.get("/a", flows=True))
        await begun.wait()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert not taken[0].is_idle

    play(runtime, script, scenario)


def test_two_at_a_time_take_two_connections(runtime: Runtime) -> None:
    server = Connections({"/a": WHOLE, "/b": LENGTH})

    async def scenario(client: HttpClient) -> None:
        assert await asyncio.gather(body(client), body(client, "/b")) == [LARGE, LARGE]
        assert await asyncio.gather(body(client), body(client, "/b")) == [LARGE, LARGE]

    play(runtime, server, scenario)
    assert len(server.writers) == 2


def test_a_body_that_is_left_in_the_middle_closes_its_connection(runtime: Runtime) -> None:
    server = Connections({"/a": CHUNKED + chunk({"first": 1}), "/b": answer({"ok": True})})

    async def scenario(client: HttpClient) -> None:
        async with client.open(Request("GET", "/a", flows=True)) as stream:
            async for piece in stream.pieces():
                assert b"first" in piece
                break
        assert await body(client, "/b")

    play(runtime, server, scenario)
    assert len(server.writers) == 2


def test_silence_is_told_as_silence_and_nobody_there_as_nobody(runtime: Runtime) -> None:
    async def silent(_request: RawRequest, _writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async def waits(client: HttpClient) -> ErrorKind:
        with pytest.raises(ConnectorError) as told:
            await body(client, read_s=0.05, tries=1)
        return told.value.kind

    assert play(runtime, silent, waits) is ErrorKind.TIMEOUT

    async def nobody() -> str:
        async with RawServer(silent) as server:
            url = server.url.replace("127.0.0.1", "localhost")
        client = HttpClient(Endpoint(url), Peer("Server", url))
        with pytest.raises(ConnectorError) as told:
            await client.send(Request("GET", "/", flows=True, tries=1))
        await client.close()
        return told.value.message

    assert "refused the connection" in runtime.run(nobody(), 10)
