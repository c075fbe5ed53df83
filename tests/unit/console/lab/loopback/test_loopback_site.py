"""The lab's loopback servers: token, own name, bounded bodies, and an end that leaves no client hanging."""

import asyncio
import io

import aiohttp
import pytest
from aiohttp import web

from console.lab.loopback.loopback_site import LoopbackSite

pytestmark = pytest.mark.anyio
TOKEN = "a-token-of-the-lab"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


async def _answer(request: web.BaseRequest) -> web.StreamResponse:
    body = await request.read()
    return web.Response(text=f"{request.method} {request.path} {len(body)}")


async def _status(url: str, headers: dict[str, str], body: bytes | io.BytesIO = b"") -> int:
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        await answer.read()
        return answer.status


@pytest.fixture
async def site() -> LoopbackSite:
    found = LoopbackSite("test", TOKEN, _answer)
    await found.start()
    yield found
    await found.stop()


async def test_the_bearer_of_the_token_is_answered(site: LoopbackSite) -> None:
    assert await _status(f"{site.url}/x", BEARER) == 200
    assert await _status(f"{site.url}/x", {"Authorization": f"bearer {TOKEN}"}) == 200


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer \u00fc"],
)
async def test_anything_else_gets_401(authorization: str, site: LoopbackSite) -> None:
    assert await _status(site.url, {"Authorization": authorization} if authorization else {}) == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example:1", ""])
async def test_another_host_name_gets_no_answer_even_with_the_token(host: str, site: LoopbackSite) -> None:
    assert await _status(site.url, {**BEARER, "Host": host}) in (400, 421)


async def test_an_endless_body_is_refused(site: LoopbackSite) -> None:
    assert await _status(site.url, BEARER, io.BytesIO(b"x" * (2 * 1024 * 1024))) == 413


async def test_stopped_it_refuses_connections_and_started_it_has_its_port_again(site: LoopbackSite) -> None:
    port = site.port
    await site.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        await _status(site.url, BEARER)
    await site.start()
    await site.start()
    assert site.port == port
    assert await _status(site.url, BEARER) == 200


async def test_no_client_is_left_hanging_when_it_stops_while_they_connect(site: LoopbackSite) -> None:
    """Each request is answered or fails at once; asyncio alone would forget some of them."""
    stopping = asyncio.Event()

    async def knock() -> int:
        count = 0
        while True:
            try:
                async with asyncio.timeout(5):
                    await _status(site.url, BEARER)
                    count += 1
            except aiohttp.ClientError:
                if stopping.is_set():
                    return count

    for _ in range(5):
        stopping.clear()
        clients = [asyncio.create_task(knock()) for _ in range(8)]
        await asyncio.sleep(0.05)
        stopping.set()
        await site.stop()
        assert sum(await asyncio.gather(*clients)) > 0
        await site.start()


async def test_who_sends_the_head_slowly_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.lab.loopback.loopback_site._HEAD_S", 0.2)
    site = LoopbackSite("test", TOKEN, _answer)
    await site.start()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        async with asyncio.timeout(10):
            for _ in range(2):  # also the head of a second request over the same connection
                writer.write(b"GET /x HTTP/1.1\r\nHost: 127.0.0.1:1\r\nX-Slow: ")
                if _ == 0:
                    writer.write(f"1\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode())
                    assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
                    await reader.readexactly(len("GET /x 0"))
            assert await reader.read() == b""
        writer.close()
        assert await _status(f"{site.url}/x", BEARER) == 200
    finally:
        await site.stop()
