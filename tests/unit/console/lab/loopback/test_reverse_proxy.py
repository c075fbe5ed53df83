"""The proxy passes everything on, adds the child's password, hides the lab's token and bridges a restart."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from console.lab.loopback.loopback_site import LoopbackSite
from console.lab.loopback.reverse_proxy import ReverseProxy

pytestmark = pytest.mark.anyio
TOKEN = "a-token-of-the-lab"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


class Child:
    """A server on a free port that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=0.1)
        self.port = 0

    async def start(self) -> None:
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.port = int(self.runner.addresses[0][1])

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append((request.method, request.raw_path, dict(request.headers), await request.read()))
        if request.path == "/dies":
            answer = web.StreamResponse(headers={"Content-Length": "1000"})
            await answer.prepare(request)
            await answer.write(b"the beginning")
            assert request.transport is not None
            request.transport.abort()
            return answer
        if request.path == "/packed":
            return web.Response(body=gzip.compress(b"text"), headers={"Content-Encoding": "gzip"})
        return web.Response(text="found", status=418, headers={"X-Own": "1", "Location": "/elsewhere"})


@pytest.fixture
async def child() -> AsyncIterator[Child]:
    found = Child()
    await found.start()
    yield found
    await found.runner.cleanup()


@pytest.fixture
async def front(child: Child) -> AsyncIterator[tuple[LoopbackSite, ReverseProxy]]:
    proxy = ReverseProxy("Child", "lab", "pass-word-1")
    await proxy.open()
    proxy.connect(child.port)
    site = LoopbackSite("test", TOKEN, proxy.answer)
    await site.start()
    yield site, proxy
    await site.stop()
    await proxy.close()


async def _ask(url: str, **options: object) -> tuple[int, dict[str, str], bytes]:
    async with (
        aiohttp.ClientSession(auto_decompress=False) as session,
        session.request("POST", url, headers=BEARER, **options) as answer,  # type: ignore[arg-type]
    ):
        return answer.status, dict(answer.headers), await answer.read()


async def test_method_path_body_status_and_headers_pass(front: tuple[LoopbackSite, ReverseProxy], child: Child) -> None:
    status, headers, body = await _ask(f"{front[0].url}/a%2Fb?q=%7Bx%3D%22y%22%7D", data=b"body")
    assert (status, body, headers["X-Own"]) == (418, b"found", "1")
    method, path, sent, received = child.asked[0]
    assert (method, path, received) == ("POST", "/a%2Fb?q=%7Bx%3D%22y%22%7D", b"body")
    assert sent["Authorization"] == aiohttp.encode_basic_auth("lab", "pass-word-1")
    assert TOKEN not in str(sent)


async def test_compressed_bytes_pass_untouched(front: tuple[LoopbackSite, ReverseProxy]) -> None:
    _, headers, body = await _ask(f"{front[0].url}/packed")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == b"text"


async def test_nothing_is_asked_for_that_the_client_did_not_ask_for(
    front: tuple[LoopbackSite, ReverseProxy], child: Child
) -> None:
    """Else a client that cannot unpack would get packed answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", front[0].port)
    writer.write(f"GET /x HTTP/1.1\r\nHost: localhost:1\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode())
    await reader.readline()
    writer.close()
    assert "Accept-Encoding" not in child.asked[0][2]


async def test_a_request_during_a_restart_waits_for_it(front: tuple[LoopbackSite, ReverseProxy], child: Child) -> None:
    front[1].disconnect()
    asking = asyncio.create_task(_ask(front[0].url))
    await asyncio.sleep(0.1)
    assert not asking.done()
    front[1].connect(child.port)
    assert (await asking)[0] == 418


async def test_a_child_that_stays_away_is_503(front: tuple[LoopbackSite, ReverseProxy], child: Child) -> None:
    await child.runner.cleanup()
    status, _, body = await _ask(front[0].url)
    assert (status, body) == (503, b"Child does not run\n")


async def test_a_child_that_dies_in_its_answer_leaves_it_cut_off_and_no_traceback(
    front: tuple[LoopbackSite, ReverseProxy], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(aiohttp.ClientPayloadError):
        await _ask(f"{front[0].url}/dies")
    assert (await _ask(front[0].url))[0] == 418
    assert [one.message for one in caplog.records if one.name == "aiohttp.server"] == []


async def test_who_goes_in_the_middle_of_a_question_leaves_no_traceback(
    front: tuple[LoopbackSite, ReverseProxy], caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", front[0].port)
    head = f"POST /x HTTP/1.1\r\nHost: localhost:1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 99\r\n\r\nhalf"
    writer.write(head.encode())
    await writer.drain()
    writer.close()
    assert (await _ask(front[0].url))[0] == 418
    assert [one.message for one in caplog.records if one.name == "aiohttp.server"] == []
