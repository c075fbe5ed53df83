"""What has not changed is not sent again; what must not be kept is not kept; memory stays bounded."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from connectors.common import answer_cache
from connectors.common.answer_cache import AnswerCache
from connectors.common.endpoint import Endpoint
from connectors.common.exchange import Answer, Request
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from console.kernel.runtime import Runtime
from tests.fakes.raw_server import RawRequest, RawServer, answer

Steps = Callable[[HttpClient, RawServer], Awaitable[None]]


def run(runtime: Runtime, respond: Callable[[RawRequest], bytes], steps: Steps) -> None:
    async def script(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(respond(request))

    async def scenario() -> None:
        async with RawServer(script) as server:
            client = HttpClient(Endpoint(server.url, tries=1), Peer("S", server.url))
            try:
                await steps(client, server)
            finally:
                await client.close()

    runtime.run(scenario(), 20)


def unchanged_if(tag: str, body: object, **headers: str) -> Callable[[RawRequest], bytes]:
    def respond(request: RawRequest) -> bytes:
        if request.headers.get("if-none-match") == tag:
            return b"HTTP/1.1 304 Not Modified\r\netag: " + tag.encode() + b"\r\nx-ratelimit-remaining: 41\r\n\r\n"
        return answer(body, etag=tag, x_ratelimit_remaining="40", link="<next>", **headers)

    return respond


def test_an_unchanged_answer_comes_from_memory_with_the_new_headers(runtime: Runtime) -> None:
    async def steps(client: HttpClient, server: RawServer) -> None:
        first = await client.get("/x", {"page": 1})
        again = await client.get("/x", {"page": 1})
        assert (again.status, again.body, again.headers["link"]) == (200, first.body, "<next>")
        assert again.headers["x-ratelimit-remaining"] == "41"
        assert client.budget is not None
        assert client.budget.remaining == 41
        await client.get("/x", {"page": 2})
        await client.get("/x", {"page": 1}, headers={"accept": "text/plain"})
        assert [one.headers.get("if-none-match") for one in server.requests] == [None, 'W/"a"', None, None]

    run(runtime, unchanged_if('W/"a"', {"n": 1}), steps)


def test_a_changed_answer_replaces_the_old_one(runtime: Runtime) -> None:
    versions = [("1", b"one"), ("2", b"two")]

    def respond(request: RawRequest) -> bytes:
        if not versions:
            assert request.headers["if-none-match"] == "2"
            return b"HTTP/1.1 304 Not Modified\r\n\r\n"
        tag, body = versions.pop(0)
        return answer(body, etag=tag)

    async def steps(client: HttpClient, _server: RawServer) -> None:
        assert [(await client.get("/x")).body for _ in range(3)] == [b"one", b"two", b"two"]

    run(runtime, respond, steps)


def test_a_date_serves_where_there_is_no_tag(runtime: Runtime) -> None:
    date = "Fri, 20 Nov 2026 10:00:00 GMT"

    def respond(request: RawRequest) -> bytes:
        if request.headers.get("if-modified-since") == date:
            return b"HTTP/1.1 304 Not Modified\r\n\r\n"
        return answer(b"old", last_modified=date)

    async def steps(client: HttpClient, _server: RawServer) -> None:
        assert [(await client.get("/x")).body for _ in range(2)] == [b"old", b"old"]

    run(runtime, respond, steps)


ODD_MARKS = [b'etag: "caf\xe9"', 'etag: "日本"'.encode(), b"last-modified: \xff\xfe", b'etag: "' + b"a" * 60_000 + b'"']


@pytest.mark.parametrize("mark", ODD_MARKS, ids=["latin", "utf-8", "no date", "long"])
def test_a_mark_that_cannot_be_sent_back_locks_nobody_out(runtime: Runtime, mark: bytes) -> None:
    async def steps(client: HttpClient, server: RawServer) -> None:
        for _ in range(2):
            assert (await client.get("/x")).body == b"{}"
        assert not [one for asked in server.requests for one in asked.headers if one.startswith("if-")]

    run(runtime, lambda _: b"HTTP/1.1 200 X\r\ncontent-length: 2\r\n" + mark + b"\r\n\r\n{}", steps)


def test_what_must_not_be_kept_is_asked_for_anew(runtime: Runtime) -> None:
    async def steps(client: HttpClient, server: RawServer) -> None:
        for path in ("/secret", "/secret", "/star", "/star"):
            await client.get(path)
        await client.post("/post")
        await client.get("/post")
        assert all("if-none-match" not in one.headers for one in server.requests)

    def respond(request: RawRequest) -> bytes:
        headers = {"/secret": {"cache_control": "private, No-Store"}, "/star": {"vary": "*"}}.get(request.path, {})
        return answer({}, etag='"a"', **headers)

    run(runtime, respond, steps)


def test_conditions_of_the_caller_are_left_alone(runtime: Runtime) -> None:
    async def steps(client: HttpClient, _server: RawServer) -> None:
        await client.get("/x")
        assert (await client.get("/x", headers={"If-None-Match": '"a"'})).status == 304

    run(runtime, unchanged_if('"a"', {}), steps)


def test_number_and_size_are_bounded_and_the_least_used_goes_first() -> None:
    cache = AnswerCache()

    def keep(path: str, size: int) -> None:
        cache.settled(Request("GET", path), Answer(200, {"etag": "1"}, b"x" * size), None)

    def knows(path: str) -> bool:
        return cache.conditional(Request("GET", path))[1] is not None

    keep("large", answer_cache._LARGEST + 1)
    assert not knows("large")
    for number in range(answer_cache._MOST_BYTES // answer_cache._LARGEST + 1):
        keep(f"big{number}", answer_cache._LARGEST)
        assert knows("big0")  # asking keeps it young
    assert not knows("big1")
    assert cache._size <= answer_cache._MOST_BYTES
    for number in range(answer_cache._MOST_ANSWERS + 5):
        keep(f"small{number}", 1)
    assert len(cache._kept) == answer_cache._MOST_ANSWERS
    assert cache._size == sum(len(one.body) for one in cache._kept.values())
